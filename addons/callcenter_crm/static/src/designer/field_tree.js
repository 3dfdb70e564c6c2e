import {_t} from "@web/core/l10n/translation";
import {useSortable} from "@web/core/utils/sortable_owl";
import {Component, useEffect, useRef, useState} from "@odoo/owl";

const ICONS = {
    char: "fa-font",
    text: "fa-align-left",
    integer: "fa-hashtag",
    float: "fa-hashtag",
    monetary: "fa-money",
    date: "fa-calendar",
    datetime: "fa-clock-o",
    boolean: "fa-check",
    item: "fa-list-ul",
    items: "fa-tags",
    partner: "fa-address-book-o",
    user: "fa-user-o",
    product: "fa-cube",
};

/** The fields of a form by their sections: to be found, chosen and dragged. */
export class FieldTree extends Component {
    static template = "callcenter_crm.FieldTree";
    static props = {
        buckets: Array,
        standard: Array,
        chosenId: [Number, Boolean],
        onChoose: Function,
        onArrange: Function,
        onAddField: Function,
        onSection: Function,
    };

    setup() {
        this.state = useState({find: "", folded: {standard: true, off: true, archived: true}});
        this.root = useRef("root");
        useSortable({
            ref: this.root,
            elements: "[data-field]",
            groups: "[data-bucket]",
            connectGroups: true,
            enable: () => !this.state.find,
            onDrop: (drop) => this.onDrop(drop),
        });
        useEffect(
            () => {
                this.root.el.querySelector(".o_ccd_chosen")?.scrollIntoView({block: "nearest"});
            },
            () => [this.props.chosenId, this.props.buckets]
        );
    }

    get count() {
        return this.props.buckets.reduce((sum, {fields}) => sum + fields.length, 0);
    }

    get countNote() {
        return _t("%(all)s fields, %(own)s own", {all: this.count + this.props.standard.length, own: this.count});
    }

    noteOf({columns, fields}) {
        if (columns) {
            return columns === 1 ? _t("1 column") : _t("%s columns", columns);
        }
        return fields.length;
    }

    /** What is found, or all of it but the parts that nobody needs while they are empty. */
    get buckets() {
        const {buckets} = this.props;
        const found = buckets.map((bucket) => ({...bucket, fields: this.found(bucket.fields)}));
        return found.filter(({key, fields}) => fields.length || (!this.state.find && key && key !== "archived"));
    }

    get standard() {
        return this.found(this.props.standard);
    }

    found(fields) {
        const find = this.state.find.trim().toLowerCase();
        return fields.filter(({label}) => label.toLowerCase().includes(find));
    }

    iconOf(field) {
        return ICONS[field.kind];
    }

    /** What holds the chosen field, or something found, is open. */
    isFolded(key) {
        const bucket = this.props.buckets.find((each) => each.key === key);
        const hasChosen = bucket && bucket.fields.some(({id}) => id === this.props.chosenId);
        return !this.state.find && !hasChosen && Boolean(this.state.folded[String(key)]);
    }

    fold(key) {
        this.state.folded[String(key)] = !this.state.folded[String(key)];
    }

    /** Arrow keys go from row to row. */
    onKeydown(event) {
        const by = {ArrowUp: -1, ArrowDown: 1}[event.key];
        if (!by || event.altKey) {
            return;
        }
        const rows = [...this.root.el.querySelectorAll("button[data-cc]")];
        const next = rows[rows.indexOf(event.target) + by];
        if (next) {
            event.preventDefault();
            next.focus();
        }
    }

    onDrop({element, parent, next}) {
        const id = Number(element.dataset.field);
        const bucket = this.props.buckets.find(({key}) => String(key) === parent.dataset.bucket);
        const ids = bucket.fields.map((field) => field.id).filter((each) => each !== id);
        ids.splice(next ? ids.indexOf(Number(next.dataset.field)) : ids.length, 0, id);
        if (bucket.key !== "archived") {
            this.props.onArrange(id, bucket.key, ids);
        }
    }
}
