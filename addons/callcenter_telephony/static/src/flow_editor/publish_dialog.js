import {_t} from "@web/core/l10n/translation";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";

const CHANGES = {
    new: {icon: "fa-plus", word: _t("New step")},
    changed: {icon: "fa-pencil", word: _t("Changed step")},
    gone: {icon: "fa-minus", word: _t("Step taken out")},
};

/** What publishing changes for callers, and a note for the history; without `publish` only to look at. */
export class PublishDialog extends Component {
    static template = "callcenter_telephony.FlowPublishDialog";
    static components = {Dialog};
    static props = {
        steps: Array, // see differences
        start: Boolean,
        first: Boolean,
        publish: {type: Function, optional: true},
        close: Function,
    };
    CHANGES = CHANGES;

    setup() {
        this.state = useState({note: ""});
        useAutofocus();
    }

    get title() {
        return this.props.publish ? _t("Publish") : _t("Not Published Yet");
    }

    publish() {
        this.props.publish(this.state.note.trim());
        this.props.close();
    }
}
