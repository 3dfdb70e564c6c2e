import {_t} from "@web/core/l10n/translation";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {CheckboxItem} from "@web/core/dropdown/checkbox_item";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {choices, concerned, drops} from "./choices";
import {percentText} from "./progress";

/** What is left out, with the number of rows that each choice concerns. */
export class CleaningStep extends Component {
    static template = "callcenter_crm.ImportCleaning";
    static components = {CheckboxItem, Dropdown};
    static props = {model: Object, close: Function};

    setup() {
        this.model = useState(this.props.model);
        this.formatInteger = formatInteger;
        useHotkey("control+enter", () => this.model.run(), {bypassEditableProtection: true});
    }

    /** The choices that the mapped columns give reason for. */
    get choices() {
        const kinds = this.mapped.map(({name, kind}) => ({kind: name === "number" ? "char" : kind}));
        return choices().filter(({fits}) => !fits || kinds.some(fits));
    }

    get mapped() {
        const names = Object.values(this.model.mapping).map(({field}) => field);
        return this.model.fields.filter(({name}) => names.includes(name));
    }

    get rows() {
        const {cleaning, count: counted} = this.model;
        const rows = this.choices.map((choice) => ({
            ...choice,
            ...this.ways(choice),
            chosen: cleaning[choice.name],
            drops: drops(choice, cleaning),
            count: concerned(choice, cleaning[choice.name], counted?.choices || {}),
        }));
        const most = Math.max(1, ...rows.map(({count = 0}) => count));
        return rows.map((row) => ({
            ...row,
            text: row.count === undefined ? "–" : formatInteger(row.count),
            part: (100 * (row.count || 0)) / most,
        }));
    }

    /** Adding to a dictionary is not everybody's, and needs a column that has one. */
    ways({options}) {
        const allowed = ({value, fits}) =>
            (value !== "add" || this.model.look.may_add_items) && (!fits || this.mapped.some(fits));
        return {options: options?.filter(allowed)};
    }

    /** How far the count of a long file is; nothing where the server has not said it yet. */
    get counted() {
        const {rows = 0, total = 0} = this.model.countTold;
        const said = {rows: formatInteger(rows), total: formatInteger(total)};
        return total ? {part: Math.min(100, (100 * rows) / total), text: _t("%(rows)s of %(total)s rows", said)} : {};
    }

    /** Fields that may be asked for beside those that are required anyway. */
    get askable() {
        return this.mapped.filter(({required}) => !required);
    }

    get askedFor() {
        return this.model.cleaning.required || [];
    }

    get askedText() {
        const labels = this.askable.filter(({name}) => this.askedFor.includes(name)).map(({label}) => label);
        return labels.join(", ") || _t("No further field");
    }

    ask(name) {
        const asked = this.askedFor;
        const required = asked.includes(name) ? asked.filter((other) => other !== name) : [...asked, name];
        this.model.clean({required});
    }

    get dropped() {
        const {rows, taken} = this.model.count;
        return rows - taken;
    }

    get share() {
        const {rows, taken} = this.model.count;
        return rows ? (100 * taken) / rows : 0;
    }

    get takenText() {
        const {rows, taken} = this.model.count;
        return _t("Will be taken: %s", percentText(taken, rows));
    }

    get droppedText() {
        return _t(
            "Left out: %s, each row comes back with its reason",
            percentText(this.dropped, this.model.count.rows)
        );
    }

    get runText() {
        return this.model.count && !this.error ? _t("Import %s", formatInteger(this.model.count.taken)) : _t("Import");
    }

    get error() {
        return this.model.count?.error;
    }

    choose(name, value) {
        this.model.clean({[name]: value});
    }
}
