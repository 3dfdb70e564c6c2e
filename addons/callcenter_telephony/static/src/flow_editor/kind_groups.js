import {_t} from "@web/core/l10n/translation";

const LABELS = {
    say: _t("Say and ask"),
    decide: _t("Decide"),
    know: _t("Look up and keep"),
    lead: _t("Lead to"),
    flow: _t("Flow"),
};

/** @returns {{key: string, label: string, kinds: object[]}[]} the kinds whose name or help holds `text`, by group */
export function kindGroups(kinds, text = "") {
    const wanted = text.trim().toLowerCase();
    const fits = (kind) => `${kind.label} ${kind.kind} ${kind.help}`.toLowerCase().includes(wanted);
    return Object.entries(LABELS)
        .map(([key, label]) => ({key, label, kinds: kinds.filter((kind) => kind.group === key && fits(kind))}))
        .filter((group) => group.kinds.length);
}
