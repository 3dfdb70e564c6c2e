import {browser} from "@web/core/browser/browser";
import {deserializeDate, deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {Component, markup} from "@odoo/owl";

const SHOWN = /^(image|video|audio|text)\/|\/pdf$/; // what a browser shows by itself
const ICONS = [
    [/^image\//, "fa-file-image-o"],
    [/\/pdf$/, "fa-file-pdf-o"],
    [/word|opendocument\.text/, "fa-file-word-o"],
    [/sheet|excel/, "fa-file-excel-o"],
    [/^audio\//, "fa-file-audio-o"],
    [/^video\//, "fa-file-video-o"],
];

/** An article as a reader has it: text, files, and whether it helped. */
export class KnowledgeArticle extends Component {
    static template = "callcenter_crm.KnowledgeArticle";
    static props = {
        article: Object,
        onClose: Function,
        onForm: {type: Function, optional: true},
        onVote: Function,
    };

    /** The server has cleaned it when it was written. */
    get body() {
        return markup(this.props.article.body || "");
    }

    get publishedAt() {
        const {published_at} = this.props.article;
        return published_at && formatDate(deserializeDateTime(published_at));
    }

    get validTo() {
        const {valid_to} = this.props.article;
        return valid_to && formatDate(deserializeDate(valid_to));
    }

    iconOf({mimetype}) {
        return ICONS.find(([kind]) => kind.test(mimetype))?.[1] || "fa-file-o";
    }

    urlOf({id, mimetype}) {
        return `/web/content/${id}${SHOWN.test(mimetype) ? "" : "?download=true"}`;
    }

    /** What is on screen stays: a link opens beside it. */
    onLink(event) {
        const link = event.target.closest("a[href]");
        if (link && !link.getAttribute("href").startsWith("#")) {
            event.preventDefault();
            browser.open(link.href, "_blank", "noopener");
        }
    }
}
