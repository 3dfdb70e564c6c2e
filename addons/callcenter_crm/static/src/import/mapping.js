/**
 * What each column of the file becomes: {index: {field, certain}}, columns that are not imported left out.
 * A field is fed by one column at most; a guess is not certain until somebody has looked at it.
 */

const isTaken = (mapping, field) => Object.values(mapping).some((target) => target.field === field);

/** @param {{index: number, field: string|false, certain: boolean}[]} columns as the server sees the file */
export function mappingOf(columns) {
    const mapping = {};
    for (const {index, field, certain} of columns) {
        if (field && !isTaken(mapping, field)) {
            mapping[index] = {field, certain};
        }
    }
    return mapping;
}

/** Gives a column its field, taken from the column that had it; no field: the column is not imported. */
export function assign(mapping, index, field) {
    const others = Object.entries(mapping).filter(([key, target]) => Number(key) !== index && target.field !== field);
    return Object.fromEntries(field ? [...others, [index, {field, certain: true}]] : others);
}

/** Moves what one column feeds to another one; what that one fed comes back in its place. */
export function swap(mapping, from, to) {
    const {[from]: moved, [to]: met, ...others} = mapping;
    const certain = (target) => ({...target, certain: true});
    return {...others, ...(moved && {[to]: certain(moved)}), ...(met && {[from]: certain(met)})};
}

export function confirm(mapping, index) {
    return mapping[index] ? {...mapping, [index]: {...mapping[index], certain: true}} : mapping;
}

/** @returns {object[]} fields that no column feeds */
export function unplaced(mapping, fields) {
    return fields.filter(({name}) => !isTaken(mapping, name));
}

export function missing(mapping, fields) {
    return unplaced(mapping, fields).filter(({required}) => required);
}

/** Guesses of before stay guesses: what a draft keeps of them is not confirmed by being kept. */
export function recall(mapping, kept) {
    const guessed = ({index, field, certain}) => certain === false && mapping[index]?.field === field;
    const guesses = kept.filter(guessed).map(({index, field}) => [index, {field, certain: false}]);
    return {...mapping, ...Object.fromEntries(guesses)};
}

/** @returns {{index: number, header: string, field: string|false, certain: boolean}[]} all columns for the server */
export function columnsOf(columns, mapping) {
    return columns.map(({index, header}) => ({index, header, field: false, certain: false, ...mapping[index]}));
}
