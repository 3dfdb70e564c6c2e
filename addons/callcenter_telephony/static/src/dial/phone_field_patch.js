import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {useService} from "@web/core/utils/hooks";
import {PhoneField} from "@web/views/fields/phone/phone_field";

/** Phone numbers dial through the agent's phone; for everybody else the link stays what it was. */
patch(PhoneField.prototype, {
    setup() {
        super.setup();
        this.callCenterAgent = useService("callcenter.agent");
        this.callCenterHint = useService("notification");
    },

    /** @param {MouseEvent} event a click on the number or on "Call" */
    onClickDial(event) {
        if (!this.callCenterAgent.enabled) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        if (!this.callCenterAgent.signedIn) {
            this.callCenterHint.add(_t("Sign in on the phone bar first, then call from here."), {type: "warning"});
            return;
        }
        const {record, name} = this.props;
        const partnerId = record.resModel === "res.partner" ? record.resId : this.partnerOf(record);
        const number = record.data[name];
        const source = record.resId ? {model: record.resModel, id: record.resId, name} : null;
        this.callCenterAgent.dial(number, partnerId || false, source);
    },

    partnerOf({data}) {
        return data.partner_id?.id || false;
    },
});
