import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {session} from "@web/session";
import {useService} from "@web/core/utils/hooks";
import {PhoneField} from "@web/views/fields/phone/phone_field";
import {useState} from "@odoo/owl";
import {written} from "../numbers/written";

const STARS = "****";
const SHOWN_MS = 20000;

/** A masked number has an eye for whoever may show it: for this record, for a moment, and written down. */
patch(PhoneField.prototype, {
    setup() {
        super.setup();
        this.callCenterOrm = useService("orm");
        this.callCenterShown = useState({number: false});
    },

    get callCenterWritten() {
        return written(this.props.record.data[this.props.name], session.callcenter_region);
    },

    get callCenterMasked() {
        return String(this.props.record.data[this.props.name] || "").includes(STARS);
    },

    get callCenterEye() {
        return session.callcenter_unmask && this.callCenterMasked && Boolean(this.props.record.resId);
    },

    get callCenterEyeTitle() {
        return this.callCenterShown.number ? _t("Hide the number") : _t("Show the number; this is written down");
    },

    /** @param {MouseEvent} event on the eye */
    async onClickEye(event) {
        event.preventDefault();
        event.stopPropagation();
        if (this.callCenterShown.number) {
            this.callCenterShown.number = false;
            return;
        }
        const {record, name} = this.props;
        const shown = await this.callCenterOrm.call(record.resModel, "callcenter_unmask", [[record.resId], [name]]);
        this.callCenterShown.number = shown[name];
        setTimeout(() => (this.callCenterShown.number = false), SHOWN_MS);
    },
});
