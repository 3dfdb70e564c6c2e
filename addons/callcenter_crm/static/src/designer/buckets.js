import {_t} from "@web/core/l10n/translation";

/**
 * The parts of a form with their fields, in order: sections, what is in none of them, what is on no form.
 *
 * @param {object} design as ``callcenter.field.design`` returns it
 * @returns {object[]} ``{key: id of the section, 0 for none, "off" or "archived", title, columns, limited, fields}``
 */
export function bucketsOf({sections, fields}) {
    const on = (id) => fields.filter((field) => field.state === "on" && field.section === id);
    const inState = (state) => fields.filter((field) => field.state === state);
    const buckets = sections.map((section) => ({...section, key: section.id, fields: on(section.id)}));
    buckets.push({key: 0, title: _t("Further Data"), columns: 2, fields: on(false)});
    buckets.push({key: "off", title: _t("Not on the form"), fields: inState("off")});
    buckets.push({key: "archived", title: _t("Archived"), fields: inState("archived")});
    return buckets;
}

/**
 * Where a field gets that is moved by one place: within its section, or over the edge into the next one.
 *
 * @returns {{section: number, ids: number[]}|undefined} its section and that section's fields in their order
 */
export function moved(buckets, fieldId, by) {
    const sections = buckets.filter(({key}) => typeof key !== "string");
    const from = sections.findIndex((bucket) => bucket.fields.some((field) => field.id === fieldId));
    if (from < 0) {
        return undefined;
    }
    const ids = sections[from].fields.map((field) => field.id);
    const at = ids.indexOf(fieldId);
    if (at + by >= 0 && at + by < ids.length) {
        [ids[at], ids[at + by]] = [ids[at + by], ids[at]];
        return {section: sections[from].key, ids};
    }
    const to = sections[from + by];
    if (!to) {
        return undefined;
    }
    const others = to.fields.map((field) => field.id);
    return {section: to.key, ids: by < 0 ? [...others, fieldId] : [fieldId, ...others]};
}
