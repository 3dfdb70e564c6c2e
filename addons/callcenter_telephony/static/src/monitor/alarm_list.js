import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {momentText} from "../phone/time";
import {LEVEL_LOOKS, METRIC_NAMES, valueText} from "./monitor_words";

/** What stands above its limits now; a click shows where. */
export class AlarmList extends Component {
    static template = "callcenter_telephony.AlarmList";
    static props = {jump: Function};

    setup() {
        this.monitor = useService("callcenter.monitor");
        Object.assign(this, {momentText, valueText, looks: LEVEL_LOOKS, names: METRIC_NAMES});
    }
}
