import {timelineParts} from "@callcenter_crm/timeline/timeline";
import {Component, xml} from "@odoo/owl";
import {RecordingPlayer} from "./recording_player";

/** The recording of a call on the customer's timeline, played in place. */
export class TimelineRecording extends Component {
    static template = xml`
        <RecordingPlayer recordingId="props.row.recording_id" seconds="props.row.recording_s"/>
    `;
    static components = {RecordingPlayer};
    static props = {row: Object};
}

timelineParts.add("recording", {
    Component: TimelineRecording,
    isShown: (row) => Boolean(row.recording_id),
});
