import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {RecordAutocomplete} from "@web/core/record_selectors/record_autocomplete";
import {useService} from "@web/core/utils/hooks";
import {url} from "@web/core/utils/urls";
import {FileUploader} from "@web/views/fields/file_handler";
import {Component, onMounted, onWillDestroy, onWillUpdateProps, useRef, useState} from "@odoo/owl";
import {useOutcomes} from "./outcomes";

const MODEL = "callcenter.prompt";
const AGAIN_MS = 2000;
const LONGEST_MS = 180000;

/** A prompt of a step: chosen, heard, uploaded, spoken into the own phone, or typed and read by the voice. */
export class PromptField extends Component {
    static template = "callcenter_telephony.FlowPromptField";
    static components = {FileUploader, RecordAutocomplete};
    static props = {
        store: Object,
        value: {type: [Object, Boolean]},
        label: String,
        name: String,
        again: Object,
        update: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.store = this.props.store; // the inspector's: see StepField
        this.state = useState({
            card: false,
            typing: false,
            text: "",
            language: "",
            busy: false,
            rings: false,
            refused: "",
        });
        this.outcomeOf = useOutcomes();
        this.audio = useRef("audio");
        onMounted(() => this.load(this.props)); // it is drawn before the server has answered
        onWillUpdateProps((props) => void (props.value?.id !== this.props.value?.id && this.load(props)));
        onWillDestroy(() => browser.clearTimeout(this.timer));
    }

    get resId() {
        return this.props.value ? this.props.value.id : false;
    }

    get seconds() {
        const {seconds} = this.state.card;
        return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
    }

    get source() {
        const {id, revision} = this.state.card;
        return url("/web/content", {model: MODEL, id, field: "wav", unique: revision});
    }

    async load({value}) {
        Object.assign(this.state, {card: false, typing: false, rings: false, refused: ""});
        browser.clearTimeout(this.timer);
        if (value) {
            this.show(await this.orm.call(MODEL, "editor_card", [[value.id]]));
        }
    }

    show(card) {
        Object.assign(this.state, {card, text: card.text, language: card.language});
    }

    async choose([resId = false]) {
        const card = resId && (await this.orm.call(MODEL, "editor_card", [[resId]]));
        this.props.update(card && {id: card.id, display_name: card.display_name});
    }

    play() {
        const audio = this.audio.el;
        audio.currentTime = 0;
        audio.play();
    }

    type() {
        const [first] = this.store.languages;
        this.state.language ||= first[0];
        this.state.typing = !this.state.typing;
    }

    /** The prompt that is chosen; where there is none, a new one that is called as the step is. */
    async prompt() {
        if (this.state.card) {
            return this.state.card;
        }
        return this.orm.call(MODEL, "editor_new", [this.props.name]);
    }

    /** Changes the prompt's sound, and chooses the prompt when it is new. */
    async change(method, ...args) {
        this.state.busy = true;
        try {
            const before = await this.prompt();
            const card = await this.orm.call(MODEL, method, [[before.id], ...args]);
            if (!this.resId) {
                this.props.update({id: card.id, display_name: card.display_name});
            }
            this.show(card);
            this.state.typing = false;
        } finally {
            this.state.busy = false;
        }
        await this.store.check();
    }

    speak() {
        return this.change("editor_speak", this.state.text, this.state.language);
    }

    upload({name, data}) {
        return this.change("editor_upload", data, name);
    }

    async record() {
        const before = await this.prompt();
        const {command, others} = await this.store.call("record_prompt", before.id);
        if (!this.resId) {
            this.props.update({id: before.id, display_name: before.display_name});
        }
        Object.assign(this.state, {rings: true, refused: ""});
        if (others) {
            const told = _t("%(names)s records this prompt now, too: what is kept last is heard.", {names: others});
            this.notification.add(told, {type: "warning"});
        }
        browser.clearTimeout(this.timer);
        this.await(before, Date.now() + LONGEST_MS);
        this.hear(before, await this.outcomeOf(command));
    }

    /** The phone was answered, or why not. */
    hear(prompt, {ok, message}) {
        if (!ok && this.state.rings && this.resId === prompt.id) {
            browser.clearTimeout(this.timer);
            Object.assign(this.state, {rings: false, refused: message});
        }
    }

    /** Looks whether what was spoken is here. */
    await(before, until) {
        this.timer = browser.setTimeout(async () => {
            const card = await this.orm.call(MODEL, "editor_card", [[before.id]]);
            if (card.revision !== before.revision) {
                this.show(card);
                this.state.rings = false;
                await this.store.check();
            } else if (Date.now() < until) {
                this.await(before, until);
            } else {
                this.state.rings = false;
            }
        }, AGAIN_MS);
    }
}
