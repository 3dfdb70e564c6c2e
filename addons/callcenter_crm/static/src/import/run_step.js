import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {running, spanText} from "./progress";

const TICK = 250;

/** How far the run is; between two words of the server the browser counts on. */
export class RunStep extends Component {
    static template = "callcenter_crm.ImportRun";
    static props = {model: Object, close: Function};

    setup() {
        this.model = useState(this.props.model);
        this.dialog = useService("dialog");
        this.clock = useState({now: Date.now()});
        let ticking = 0;
        onMounted(() => {
            ticking = browser.setInterval(() => (this.clock.now = Date.now()), TICK);
        });
        onWillUnmount(() => browser.clearInterval(ticking));
    }

    get isQueued() {
        return this.model.state.state === "queued";
    }

    get figures() {
        const {state, toldAt} = this.model;
        const {rows, part, left} = running(state, Math.max(0, this.clock.now - toldAt) / 1000);
        return {
            part: 100 * part,
            percent: `${Math.floor(100 * part)}%`,
            rows: formatInteger(rows),
            total: formatInteger(state.total || 0),
            rate: _t("%s rows/s", formatInteger(Math.round(state.rate || 0))),
            left: left === false ? "" : _t("%s left", spanText(left)),
        };
    }

    cancel() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Cancel the import"),
            body: _t("Nothing of this file is loaded then. The draft with its columns and choices stays."),
            confirmLabel: _t("Cancel the import"),
            confirm: () => this.model.cancel(),
            cancelLabel: _t("Go on"),
            cancel: () => {},
        });
    }
}
