import {registry} from "@web/core/registry";
import {Layout} from "@web/search/layout";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {NextButton} from "../preview/next_button";
import {PreviewColumn} from "../preview/preview_column";
import {PreviewPerson} from "../preview/preview_person";
import {CallColumn} from "./call_column";
import {KnowledgePanel} from "./knowledge_panel";
import {OwnNumbers} from "./own_numbers";
import {PersonColumn} from "./person_column";
import {cardId} from "../phone/call_cards";
import {RESULTS, shownNumber} from "../phone/states";
import {amountText} from "../phone/time";
import {TodayColumn} from "./today_column";

/** The agent's screen: today at the left, the person in the middle, the call at the right. */
export class Workspace extends Component {
    static template = "callcenter_telephony.Workspace";
    static components = {
        CallColumn,
        KnowledgePanel,
        Layout,
        NextButton,
        OwnNumbers,
        PersonColumn,
        PreviewColumn,
        PreviewPerson,
        TodayColumn,
    };
    static props = {...standardActionServiceProps};
    static displayName = "";

    setup() {
        this.agent = useService("callcenter.agent");
        this.knowledge = useService("callcenter.knowledge");
        this.preview = useService("callcenter.preview");
        this.today = useService("callcenter.today");
        Object.assign(this, {cardId, shownNumber});
        this.view = useState({chosen: false});
        useHotkey("alt+k", () => this.knowledge.toggle(this.card), {bypassEditableProtection: true});
        onMounted(() => (this.agent.workspaceOpen = true));
        onWillUnmount(() => (this.agent.workspaceOpen = false));
    }

    /** The call on screen: the one chosen among several, else the one that matters now. */
    get card() {
        const current = this.agent.current;
        const chosen = this.agent.calls.find((card) => card.key === this.view.chosen);
        return current?.phase === "ringing" || !chosen ? current : chosen;
    }

    /** What is looked up in this call, once the agent has begun to. */
    get reading() {
        return this.knowledge.of(this.card);
    }

    get others() {
        return this.agent.calls.filter((card) => card !== this.card);
    }

    /** What came of the contact before, where the server has written it down by itself. */
    get lastResult() {
        const {last} = this.preview;
        return last && !last.open && RESULTS[last.result];
    }

    get talkText() {
        return amountText(this.today.totals.talk_s);
    }
}

registry.category("actions").add("callcenter_telephony.workspace", Workspace);
