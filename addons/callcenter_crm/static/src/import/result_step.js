import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {percentText, spanText} from "./progress";

/** What came of the file: taken and not taken by reason, the file of the rows not taken, undo, what comes next. */
export class ResultStep extends Component {
    static template = "callcenter_crm.ImportResult";
    static props = {model: Object, close: Function};

    setup() {
        this.model = useState(this.props.model);
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.chosen = useState({reason: false});
        this.formatInteger = formatInteger;
        useHotkey("control+enter", () => this.canAllocate && this.allocate(), {bypassEditableProtection: true});
    }

    get result() {
        return this.model.state;
    }

    get isDone() {
        return this.result.state === "done";
    }

    /** A run that was cancelled or has failed took nothing and left nothing out. */
    get hasResult() {
        return ["done", "undone"].includes(this.result.state);
    }

    get total() {
        return this.result.total || 0;
    }

    get share() {
        return this.total ? (100 * this.result.taken) / this.total : 0;
    }

    get takenText() {
        return _t("Taken %s", percentText(this.result.taken || 0, this.total));
    }

    get droppedText() {
        const {dropped = 0} = this.result;
        return dropped
            ? _t("Not taken %s, each row is in the file with its reason", percentText(dropped, this.total))
            : _t("Every row was taken");
    }

    get downloadText() {
        return _t("Download the %s rows not taken", formatInteger(this.result.dropped));
    }

    /** @returns {{kind: string, icon: string, title: string, text: string}|false} what to say of a run without result */
    get notice() {
        const {state, error, undone = 0, stayed = 0} = this.result;
        const counts = {undone: formatInteger(undone), stayed: formatInteger(stayed)};
        const note = stayed
            ? _t("%(undone)s contacts were deleted, %(stayed)s stayed: somebody works with them.", counts)
            : _t("%s contacts were deleted.", counts.undone);
        const said = {
            failed: {kind: "danger", icon: "fa-exclamation-triangle", title: _t("The import has stopped"), text: error},
            cancelled: {kind: "info", icon: "fa-ban", title: _t("The import was cancelled"), text: error},
            undone: {kind: "info", icon: "fa-undo", title: _t("The import was undone"), text: note},
        }[state];
        return said ? {...said, text: said.text || _t("Nothing of this file is loaded.")} : false;
    }

    get reasons() {
        const rows = this.result.reasons || [];
        const most = Math.max(1, ...rows.map(({count}) => count));
        return rows.map((row) => ({
            ...row,
            part: (100 * row.count) / most,
            text: formatInteger(row.count),
            percent: percentText(row.count, this.total),
        }));
    }

    get samples() {
        const rows = this.result.sample_dropped || [];
        const {reason} = this.chosen;
        return reason ? rows.filter((row) => row.reason === reason) : rows;
    }

    /** A click on a reason's number shows rows of this reason, another one all again. */
    choose({label}) {
        this.chosen.reason = this.chosen.reason === label ? false : label;
    }

    get timing() {
        const {finished_at: finished, seconds = 0} = this.result;
        if (!finished || !this.isDone) {
            return "";
        }
        const rate = formatInteger(Math.round(this.total / Math.max(1, seconds)));
        const end = deserializeDateTime(finished).toFormat("MM-dd HH:mm");
        return [end, spanText(Math.max(1, seconds)), _t("%s rows/s", rate)].join(" · ");
    }

    /** Where the number was looked for. */
    get scope() {
        const {file, campaign, campaigns, customers, blacklist} = this.result.cleaning || {};
        return [
            file && file !== "keep" && _t("the file"),
            campaign && _t("this campaign"),
            campaigns && _t("other campaigns"),
            customers === "drop" && _t("customers"),
            blacklist && _t("blacklist"),
        ]
            .filter(Boolean)
            .join(", ");
    }

    get facts() {
        const {name, campaign, file_name: file, template, added = [], emptied} = this.result;
        return [
            {label: _t("List"), value: name},
            {label: _t("Campaign"), value: campaign?.name},
            {label: _t("File"), value: file},
            {label: _t("Template"), value: template?.name},
            {label: _t("Compared with"), value: this.scope},
            ...added.map(({label, items}) => ({label: _t("New: %s", label), value: [items].flat().join(", ")})),
            {label: _t("Left empty"), value: emptied ? _t("%s values", formatInteger(emptied)) : ""},
            {label: _t("Finished"), value: this.timing},
        ].filter(({value}) => value);
    }

    /** Columns some of whose values were left out, each with the most frequent of them. */
    get leftEmpty() {
        return (this.result.left_empty || []).map(({label, count, values}) => ({
            label,
            count: formatInteger(count),
            values: values.map((value) => ({...value, count: formatInteger(value.count)})),
            more: values.reduce((sum, value) => sum + value.count, 0) < count,
        }));
    }

    get canAllocate() {
        return this.isDone && this.result.taken > 0;
    }

    get canRetry() {
        return ["cancelled", "failed", "undone"].includes(this.result.state);
    }

    get allocateText() {
        return _t("Allocate %s", formatInteger(this.result.taken));
    }

    async open(method) {
        return this.action.doAction(await this.orm.call("callcenter.list", method, [[this.model.listId]]));
    }

    allocate() {
        return this.open("action_allocate");
    }

    openContacts() {
        return this.open("action_contacts");
    }

    download() {
        browser.location.assign(this.result.dropped_url);
    }

    undo() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Undo the whole list"),
            body: this.result.undo_note || _t("Its contacts are deleted again."),
            confirmLabel: _t("Undo"),
            confirmClass: "btn-danger",
            confirm: () => this.model.undo(),
            cancelLabel: _t("Keep"),
            cancel: () => {},
        });
    }
}
