import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component, useRef, useState} from "@odoo/owl";

const SHORTEST = 2;

/** Name or number: looks customers up while one types, dials the chosen one or the number as it stands. */
export class DialField extends Component {
    static template = "callcenter_telephony.DialField";
    static components = {AutoComplete};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.today = useService("callcenter.today");
        this.root = useRef("root");
        this.field = useState({turn: 0});
        useHotkey("alt+c", () => this.input.focus(), {
            global: true,
            bypassEditableProtection: true,
        });
    }

    get input() {
        return this.root.el.querySelector("input");
    }

    get sources() {
        return [{options: (text) => this.lookUp(text), optionSlot: "option"}];
    }

    async lookUp(text) {
        const wanted = text.trim();
        if (wanted.length < SHORTEST) {
            return this.recent();
        }
        const found = (await this.agent.ask("lookup", wanted)) || [];
        return found.map((customer) => this.option(customer, customer.partner_id));
    }

    /** Before anything is typed: whom one talked to last. */
    async recent() {
        await this.today.load();
        return this.today.recent.rows.map((row) => this.option(row, row.partner_id));
    }

    option({name, number, display_number, source}, partnerId) {
        return {
            label: name || display_number,
            data: {display_number: name ? display_number : ""},
            onSelect: () => this.dial(number, partnerId, source),
        };
    }

    onKeydown(event) {
        if (event.key === "Enter" && !this.root.el.querySelector(".ui-autocomplete .ui-state-active")) {
            event.preventDefault();
            this.dial(this.input.value);
        }
    }

    async dial(number, partnerId = false, source = null) {
        const wanted = (number || "").trim();
        if (!wanted) {
            return this.input.focus();
        }
        if (await this.agent.dial(wanted, partnerId, source)) {
            this.field.turn++; // a fresh, empty field
        }
    }

    get placeholder() {
        return _t("Name or number");
    }
}
