import {Component, onWillUnmount, toRaw, useRef, useState} from "@odoo/owl";
import {found, shownRows, targetsBelow, unfolded} from "./tree_rows";
import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useBus} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

const WAIT = 150;

/** Who gets contacts: departments and their agents to tick, with what they hold and would get. */
export class TargetTree extends Component {
    static template = "callcenter_crm.TargetTree";
    static props = {...standardFieldProps};

    setup() {
        this.root = useRef("root");
        this.state = useState({pending: null, text: "", folded: []});
        this.commitSoon = useDebounced(() => this.commit(), WAIT);
        this.formatInteger = formatInteger;
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) => detail.proms.push(this.commit()));
        onWillUnmount(() => this.commitSoon.cancel());
    }

    get data() {
        return this.props.record.data;
    }

    get tree() {
        return toRaw(this.data.tree) || [];
    }

    /** What is ticked and typed, before the server knows it too. */
    get choice() {
        const {pending} = this.state;
        return toRaw(pending && toRaw(pending.tree) === this.tree ? pending.choice : this.data.choice);
    }

    get rows() {
        const rows = shownRows(this.tree, this.choice, toRaw(this.data.plan) || {});
        return this.state.text.trim() ? found(rows, this.state.text) : unfolded(rows, this.state.folded);
    }

    get findAgent() {
        return _t("Find agent");
    }

    get findDepartment() {
        return _t("Find department");
    }

    get toAgents() {
        return this.data.targets === "agent";
    }

    get all() {
        const ticked = new Set(this.choice.ticked);
        const keys = this.tree.filter((row) => row.target).map((row) => row.key);
        return {keys, ticked: keys.filter((key) => ticked.has(key)).length};
    }

    get parents() {
        return this.tree.filter((row) => row.parent).map((row) => row.parent);
    }

    /** Name of the numbers that are typed for each target: "weights", "amounts" or none. */
    get typed() {
        return {weight: "weights", each: "amounts"}[this.data.way];
    }

    change(changes) {
        this.state.pending = {tree: this.tree, choice: {...this.choice, ...changes}};
        this.commitSoon();
    }

    async commit() {
        this.commitSoon.cancel();
        const {pending} = this.state;
        if (!pending || toRaw(pending.tree) !== this.tree) {
            return;
        }
        await this.props.record.update({choice: toRaw(pending.choice)});
        if (toRaw(this.state.pending) === toRaw(pending)) {
            this.state.pending = null;
        }
    }

    tick(keys, on) {
        const ticked = new Set(this.choice.ticked);
        keys.forEach((key) => (on ? ticked.add(key) : ticked.delete(key)));
        this.change({ticked: [...ticked]});
    }

    onTick({row}, ev) {
        this.tick(targetsBelow(this.tree, row.key), ev.target.checked);
    }

    onTickAll(ev) {
        this.tick(this.all.keys, ev.target.checked);
    }

    number({row}) {
        return this.choice[this.typed][row.key] ?? (this.typed === "weights" ? 1 : this.data.each);
    }

    onType({row}, ev) {
        const value = ev.target.value.trim();
        if (/^\d+([.]\d+)?$/.test(value)) {
            this.change({[this.typed]: {...this.choice[this.typed], [row.key]: Number(value)}});
        }
    }

    fold(key) {
        const {folded} = this.state;
        this.state.folded = folded.includes(key) ? folded.filter((other) => other !== key) : [...folded, key];
    }

    foldAll() {
        this.state.folded = this.state.folded.length ? [] : this.parents;
    }

    people({row, targets, ticked}) {
        if (row.target || row.user_id) {
            return "";
        }
        if (ticked < targets) {
            return _t("%(ticked)s of %(count)s agents", {ticked, count: targets});
        }
        return targets === 1 ? _t("1 agent") : _t("%(count)s agents", {count: targets});
    }

    rate({row}) {
        return row.called ? `${((100 * row.won) / row.called).toFixed(1)} %` : "–";
    }

    barTitle({row, gets}) {
        return _t("holds %(holds)s, gets %(gets)s", {holds: formatInteger(row.holds), gets: formatInteger(gets)});
    }

    /** Up and down go from row to row, left and right fold a department. */
    onKeydown(ev) {
        const line = ev.target.closest("tr");
        const step = {ArrowUp: -1, ArrowDown: 1}[ev.key];
        if (step) {
            ev.preventDefault();
            const alike = [...this.root.el.querySelectorAll(`input[name="${ev.target.name}"]`)];
            alike[alike.indexOf(ev.target) + step]?.focus();
        } else if (ev.target.type === "checkbox" && ["ArrowLeft", "ArrowRight"].includes(ev.key)) {
            const {key} = line.dataset;
            if (this.parents.includes(key) && this.state.folded.includes(key) === (ev.key === "ArrowRight")) {
                this.fold(key);
            }
        }
    }
}

registry.category("fields").add("callcenter_target_tree", {
    component: TargetTree,
    displayName: _t("Who gets contacts"),
    supportedTypes: ["json"],
    fieldDependencies: [
        {name: "tree", type: "json"},
        {name: "plan", type: "json"},
        {name: "way", type: "selection"},
        {name: "targets", type: "selection"},
        {name: "each", type: "integer"},
    ],
});
