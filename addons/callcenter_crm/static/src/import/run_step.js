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
        this.bar = {part: 0};
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
        this.bar.part = this.forward(part);
        return {
            part: 100 * this.bar.part,
            percent: `${Math.floor(100 * this.bar.part)}%`,
            rows: formatInteger(rows),
            total: formatInteger(state.total || 0),
            rate: _t("%s rows/s", formatInteger(Math.round(state.rate || 0))),
            left: this.leftText(left, part),
        };
    }

    /** A better guess of the speed does not move the bar back; a run that begins anew does. */
    forward(part) {
        return this.isQueued || !part ? part : Math.max(part, this.bar.part);
    }

    leftText(left, part) {
        if (part >= 1) {
            return _t("Finishing…");
        }
        return left === false ? "" : _t("%s left", spanText(left));
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
