import {useAutofocus} from "@web/core/utils/hooks";
import {debounce} from "@web/core/utils/timing";
import {Component, onWillUnmount, useEffect, useRef, useState} from "@odoo/owl";
import {KnowledgeArticle} from "./knowledge_article";

const CALM_MS = 150;

/** Search as one types, what is found below, the article beside it; all by keys, the cursor stays in the search. */
export class KnowledgeSearch extends Component {
    static template = "callcenter_crm.KnowledgeSearch";
    static components = {KnowledgeArticle};
    static props = {
        model: Object, // KnowledgeModel
        onEscape: {type: Function, optional: true}, // nothing is left to take back
        onForm: {type: Function, optional: true}, // there is a page with all about an article
        slots: {type: Object, optional: true}, // what stands beside the search
    };

    setup() {
        this.model = useState(this.props.model);
        this.root = useRef("root");
        this.input = useAutofocus({refName: "input", selectAll: true});
        this.searchSoon = debounce(() => this.model.search(), CALM_MS);
        onWillUnmount(() => this.searchSoon.cancel());
        useEffect(
            () => this.showActive(),
            () => [this.model.active, this.model.rows]
        );
    }

    /** What an input method has not finished is nothing to look for. */
    onInput({isComposing, target}) {
        if (!isComposing) {
            this.model.text = target.value;
            this.searchSoon();
        }
    }

    onCategory({target}) {
        return this.model.choose(Number(target.value) || false);
    }

    /** @param {object} acts by key: those of the page around get no such key */
    onKeydown(event, acts) {
        const act = acts[event.key];
        if (act && !(event.isComposing || event.altKey || event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            act();
        }
    }

    get keys() {
        return {Escape: () => this.back()};
    }

    get inputKeys() {
        return {
            ArrowDown: () => this.model.step(1),
            ArrowUp: () => this.model.step(-1),
            Enter: () => this.openActive(),
            PageDown: () => this.scroll(1),
            PageUp: () => this.scroll(-1),
        };
    }

    openActive() {
        const row = this.model.rows[this.model.active];
        return row && this.model.open(row.id);
    }

    open(row, index) {
        this.model.active = index;
        return this.model.open(row.id);
    }

    /** One step back: the article, then what was typed, then away. */
    back() {
        if (this.model.article) {
            this.closeArticle();
        } else if (this.model.text) {
            this.clear();
        } else {
            this.props.onEscape?.();
        }
    }

    closeArticle() {
        this.model.close();
        this.input.el.focus();
    }

    clear() {
        this.model.text = "";
        this.input.el.focus();
        return this.model.search();
    }

    showActive() {
        this.root.el.querySelector("[aria-selected=true]")?.scrollIntoView({block: "nearest"});
    }

    scroll(by) {
        const page = this.root.el.querySelector(".o_cck_text");
        page?.scrollBy({top: by * page.clientHeight * 0.8});
    }
}
