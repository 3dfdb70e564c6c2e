import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {TemplateDialog} from "./template_dialog";

const FIELD = "text/callcenter-field";
const COLUMN = "text/callcenter-column";
const SEPARATORS = () => ({",": _t("Comma"), ";": _t("Semicolon"), "\t": _t("Tab"), "|": _t("Bar")});

/** What each column becomes, with the first rows in view. */
export class ColumnsStep extends Component {
    static template = "callcenter_crm.ImportColumns";
    static props = {model: Object, close: Function};

    setup() {
        this.model = useState(this.props.model);
        this.dialog = useService("dialog");
        this.state = useState({over: false});
        this.formatInteger = formatInteger;
        useHotkey("control+enter", () => this.next(), {bypassEditableProtection: true});
    }

    get look() {
        return this.model.look;
    }

    get separators() {
        const names = SEPARATORS();
        const known = Object.keys(names);
        const all = known.includes(this.look.separator) ? known : [...known, this.look.separator];
        return all.map((value) => ({value, label: names[value] || value}));
    }

    get isText() {
        return Boolean(this.look.encoding) && Boolean(this.look.encodings?.length);
    }

    get hasTables() {
        return !this.isText && Boolean(this.look.tables?.length);
    }

    get tableLabel() {
        return this.look.kind === "mdb" ? _t("Table") : _t("Sheet");
    }

    get size() {
        const columns = this.look.columns.length;
        if (!this.look.total) {
            return _t("%s columns", columns);
        }
        return _t("%(rows)s rows · %(columns)s columns", {rows: formatInteger(this.look.total), columns});
    }

    get headerLines() {
        return [...new Set([0, 1, 2, 3, 4, 5, this.look.header_line])].map((value) => ({
            value,
            label: value ? _t("Row %s", value) : _t("None"),
        }));
    }

    /** @returns {{label: string, fields: object[]}[]} */
    get groups() {
        const groups = {};
        for (const field of this.model.fields) {
            (groups[field.group || ""] ||= []).push(field);
        }
        return Object.entries(groups).map(([label, fields]) => ({label, fields}));
    }

    target(index) {
        return this.model.mapping[index];
    }

    /** @returns {"sure"|"guess"|"none"} */
    kind(index) {
        const target = this.target(index);
        return target ? (target.certain ? "sure" : "guess") : "none";
    }

    icon(index) {
        return {sure: "fa-check", guess: "fa-question-circle-o", none: "fa-ban"}[this.kind(index)];
    }

    hint(index) {
        return {
            sure: _t("Confirmed. Drag to another column."),
            guess: _t("A guess: click to confirm, or drag to another column."),
            none: _t("Not imported. Choose a field or drop one here."),
        }[this.kind(index)];
    }

    isBad(row, index) {
        return Boolean(this.target(index)) && Boolean(this.look.bad?.[row]?.includes(index));
    }

    get hasBad() {
        return Object.keys(this.look.bad || {}).length > 0;
    }

    get missingText() {
        return _t("No column yet for: %s", this.model.missing.map(({label}) => label).join(", "));
    }

    get templateText() {
        const {id, name} = this.look.template;
        const count = Object.keys(this.model.mapping).length;
        return id ? _t("Template “%(name)s” is used for %(count)s columns", {name, count}) : "";
    }

    get templates() {
        return this.look.templates || [];
    }

    // drag and drop

    dragField(event, field) {
        event.dataTransfer.setData(FIELD, field);
        event.dataTransfer.effectAllowed = "move";
    }

    dragColumn(event, index) {
        event.dataTransfer.setData(COLUMN, String(index));
        event.dataTransfer.effectAllowed = "move";
    }

    allows(event) {
        return [...event.dataTransfer.types].some((type) => type === FIELD || type === COLUMN);
    }

    dragOver(event, index) {
        if (this.allows(event)) {
            event.preventDefault();
            this.state.over = index;
        }
    }

    drop(event, index) {
        this.state.over = false;
        const field = event.dataTransfer.getData(FIELD);
        const from = event.dataTransfer.getData(COLUMN);
        if (field) {
            this.model.assign(index, field);
        } else if (from !== "" && Number(from) !== index) {
            this.model.swap(Number(from), index);
        }
    }

    /** A column's field dropped beside the table is not imported. */
    dropOut(event) {
        this.state.over = false;
        const from = event.dataTransfer.getData(COLUMN);
        if (from !== "") {
            this.model.assign(Number(from), false);
        }
    }

    reread(name, event) {
        const {value} = event.target;
        this.model.reread({[name]: name === "header_line" ? Number(value) : value});
    }

    useTemplate(id) {
        this.model.useTemplate(id);
    }

    saveTemplate() {
        const {name = ""} = this.look.template || {};
        this.dialog.add(TemplateDialog, {name, save: (text) => this.model.saveTemplate(text)});
    }

    next() {
        return this.model.toCleaning();
    }
}
