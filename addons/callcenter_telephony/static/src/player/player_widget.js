import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, xml} from "@odoo/owl";
import {RecordingPlayer} from "./recording_player";

/**
 * `<widget name="callcenter_player"/>` on a recording; `field="recording_id"` on a record that has one;
 * `large="1"` for the two lanes.
 */
export class PlayerWidget extends Component {
    static template = xml`<RecordingPlayer t-if="recordingId" recordingId="recordingId" seconds="seconds" large="props.large"/>`;
    static components = {RecordingPlayer};
    static props = {
        ...standardWidgetProps,
        field: {type: String, optional: true},
        large: {type: Boolean, optional: true},
    };

    get recordingId() {
        const {record, field} = this.props;
        const value = field && record.data[field];
        return field ? value?.id || value?.[0] || false : record.resId;
    }

    get seconds() {
        return this.props.field ? 0 : this.props.record.data.seconds || 0;
    }
}

registry.category("view_widgets").add("callcenter_player", {
    component: PlayerWidget,
    extractProps: ({attrs}) => ({field: attrs.field, large: attrs.large === "1"}),
    fieldDependencies: ({attrs}) => (attrs.field ? [] : [{name: "seconds", type: "float"}]),
    listViewWidth: [260, 420],
});
