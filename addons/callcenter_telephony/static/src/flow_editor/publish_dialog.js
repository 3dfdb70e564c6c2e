import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";

/** What publishing changes for callers, and a note for the history. */
export class PublishDialog extends Component {
    static template = "callcenter_telephony.FlowPublishDialog";
    static components = {Dialog};
    static props = {changes: Object, first: Boolean, publish: Function, close: Function};

    setup() {
        this.state = useState({note: ""});
        useAutofocus();
    }

    publish() {
        this.props.publish(this.state.note.trim());
        this.props.close();
    }
}
