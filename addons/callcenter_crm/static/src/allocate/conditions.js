import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useService} from "@web/core/utils/hooks";
import {x2ManyCommands} from "@web/core/orm_service";

// the conditions that are shown once they are wanted
const CONDITIONS = [
    "list_ids",
    "region",
    "progress",
    "disposition_ids",
    "older_days",
    "department_ids",
    "agent_ids",
    "domain",
];
const EMPTY = {domain: "[]", older_days: 0};

const opened = (record) => (record.data.opened || "").split(",").filter(Boolean);

function isEmpty(record, name) {
    const value = record.data[name];
    return record.fields[name].type === "many2many" ? !value.count : !value || value === "[]";
}

/** "+ Add condition": the menu of those that are not shown yet. */
export class AddCondition extends Component {
    static template = "callcenter_crm.AddCondition";
    static components = {Dropdown, DropdownItem};
    static props = {...standardWidgetProps};

    get hidden() {
        const {record} = this.props;
        return CONDITIONS.filter((name) => isEmpty(record, name) && !opened(record).includes(name));
    }

    add(name) {
        const {record} = this.props;
        return record.update({opened: [...opened(record), name].join(",")});
    }
}

/** The cross that takes a condition away. */
export class DropCondition extends Component {
    static template = "callcenter_crm.DropCondition";
    static props = {...standardWidgetProps, name: String};

    drop() {
        const {record, name} = this.props;
        const isMany = record.fields[name].type === "many2many";
        return record.update({
            [name]: isMany ? [x2ManyCommands.set([])] : (EMPTY[name] ?? false),
            opened: opened(record)
                .filter((other) => other !== name)
                .join(","),
        });
    }
}

/** The menu of saved filters, where the conditions can be saved as one. */
export class SavedFilters extends Component {
    static template = "callcenter_crm.SavedFilters";
    static components = {Dropdown, DropdownItem};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.dropdown = useDropdownState();
        this.state = useState({filters: [], name: "", shared: false});
    }

    async load() {
        this.state.filters = await this.orm.call("callcenter.allocate", "filters", []);
    }

    use(filter) {
        return this.props.record.update({filter_id: {id: filter.id, display_name: filter.name}});
    }

    async remove(filter) {
        await this.orm.unlink("callcenter.allocate.filter", [filter.id]);
        await this.load();
    }

    async save() {
        const {record} = this.props;
        if (this.state.name.trim() && (await record.save())) {
            const {name, shared} = this.state;
            await this.orm.call(record.resModel, "action_save_filter", [[record.resId], name, shared]);
            this.state.name = "";
            this.dropdown.close();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.save();
        }
        ev.stopPropagation();
    }
}

/** The largest regions among those that match. */
export class CountBars extends Component {
    static template = "callcenter_crm.CountBars";
    static props = {...standardWidgetProps};

    get bars() {
        const {count, regions} = this.props.record.data;
        return (regions || []).map(([name, number]) => ({name, number, width: count ? (100 * number) / count : 0}));
    }
}

const depends = (...names) => names.map((name) => ({name, type: "char"}));
const widgets = registry.category("view_widgets");
widgets.add("callcenter_add_condition", {component: AddCondition, fieldDependencies: depends("opened")});
widgets.add("callcenter_drop_condition", {
    component: DropCondition,
    extractProps: ({attrs}) => ({name: attrs.condition}),
    fieldDependencies: depends("opened"),
});
widgets.add("callcenter_saved_filters", {
    component: SavedFilters,
    fieldDependencies: [{name: "filter_id", type: "many2one", relation: "callcenter.allocate.filter"}],
});
widgets.add("callcenter_count_bars", {
    component: CountBars,
    fieldDependencies: [
        {name: "regions", type: "json"},
        {name: "count", type: "integer"},
    ],
});
