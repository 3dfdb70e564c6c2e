import {IntegerField, integerField} from "@web/views/fields/integer/integer_field";
import {registry} from "@web/core/registry";

/** A number of contacts; empty for all that match. */
export class HowManyField extends IntegerField {
    static template = "callcenter_crm.HowManyField";

    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("callcenter_how_many", {...integerField, component: HowManyField});
