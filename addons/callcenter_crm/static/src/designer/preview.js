import {_t} from "@web/core/l10n/translation";
import {localization} from "@web/core/l10n/localization";
import {useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {useDebounced} from "@web/core/utils/timing";
import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";

/** Form, pop or list as a role sees it, with the field as it stands in the form beside; the server makes it. */
export class Preview extends Component {
    static template = "callcenter_crm.DesignerPreview";
    static props = {
        model: String,
        roles: Array,
        langs: Array,
        revision: Number,
        isPaused: Boolean,
        draft: Object,
        onChoose: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        const [role] = this.props.roles;
        this.state = useState({place: "form", roleId: role ? role.id : false, lang: this.langs[0].code});
        this.shown = useState({data: null, failed: false});
        const later = useDebounced(() => this.look(), 200);
        onWillStart(() => this.look());
        const card = useRef("card");
        useEffect(
            () => {
                card.el?.querySelector(".o_ccd_mark")?.scrollIntoView({block: "nearest", inline: "nearest"});
            },
            () => [this.shown.data, this.props.draft.id]
        );
        useEffect(
            (asked, isPaused) => {
                if (asked !== this.asked && !isPaused) {
                    later();
                }
            },
            () => [JSON.stringify([this.request, this.props.revision]), this.props.isPaused]
        );
    }

    /** The user's own language first. */
    get langs() {
        const isOwn = ({code}) => code === localization.code;
        return [...this.props.langs].sort((one, other) => isOwn(other) - isOwn(one));
    }

    nameOf({code}) {
        const [language] = code.split("_");
        return new Intl.DisplayNames([language], {type: "language"}).of(language);
    }

    get places() {
        return [
            {key: "form", label: _t("Form")},
            {key: "pop", label: _t("Pop")},
            {key: "list", label: _t("List view")},
        ];
    }

    get request() {
        const {place, roleId, lang} = this.state;
        const {labels, rights, ...draft} = this.props.draft;
        const label = labels[lang] || draft.label || _t("New field");
        return [this.props.model, place, roleId, lang, {...draft, label, right: rights[roleId] || "write"}];
    }

    /** Sections without their hidden and empty parts. */
    get sections() {
        return this.shown.data.sections.filter(({fields}) => fields.length);
    }

    async look() {
        if (this.props.isPaused) {
            return;
        }
        const asked = JSON.stringify([this.request, this.props.revision]);
        this.asked = asked;
        const same =
            this.example && this.example.field === this.props.draft.id && this.example.model === this.props.model;
        try {
            const data = await this.keepLast.add(
                this.orm.silent.call("callcenter.field", "preview", [...this.request, same ? this.example.id : false])
            );
            this.example = {id: data.id, field: this.props.draft.id, model: this.props.model};
            Object.assign(this.shown, {data, failed: false});
        } catch (error) {
            this.shown.failed = error.data ? error.data.message : error.message;
        }
    }

    isChosen(field) {
        return field.id ? field.id === this.props.draft.id : !this.props.draft.id && field.name === "x_cc_new";
    }

    choose(field) {
        if (field.id) {
            this.props.onChoose(field.id);
        }
    }
}
