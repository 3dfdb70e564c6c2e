import {_t} from "@web/core/l10n/translation";

const LABELS = {
    say: _t("Say and ask"),
    decide: _t("Decide"),
    know: _t("Look up and keep"),
    lead: _t("Lead to"),
    flow: _t("Flow"),
};

/**
 * @returns {{key: string, label: string, kinds: object[]}[]} the kinds whose name holds `text`, by group; where no name
 *     does, those whose help does
 */
export function kindGroups(kinds, text = "") {
    const wanted = text.trim().toLowerCase();
    const named = kinds.filter((kind) => `${kind.label} ${kind.kind}`.toLowerCase().includes(wanted));
    const found = named.length ? named : kinds.filter((kind) => kind.help.toLowerCase().includes(wanted));
    return Object.entries(LABELS)
        .map(([key, label]) => ({key, label, kinds: found.filter((kind) => kind.group === key)}))
        .filter((group) => group.kinds.length);
}
