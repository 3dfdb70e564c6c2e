import {_t} from "@web/core/l10n/translation";
import * as graphs from "./graph";

/**
 * What publishing changes, step by step, as a person reads it.
 *
 * @param {object} graph the draft
 * @param {object|false} live what callers hear now
 * @param {object[]} kinds
 * @returns {{code: string, name: string, change: "new"|"changed"|"gone", lines: {label: string, before: string,
 *     after: string}[]}[]}
 */
export function differences(graph, live, kinds) {
    const {added, changed, gone} = graphs.changes(graph, live);
    const told = (change, steps) => steps.map(({code, name}) => ({code, name, change, lines: []}));
    const mended = changed.map((step) => {
        const before = graphs.stepOf(live, step.code);
        const lines = [
            ...ofKind(before, step, kinds),
            ...ofValues(before, step, kinds),
            ...ofExits(before, step, live, graph),
        ];
        return {code: step.code, name: step.name, change: "changed", lines};
    });
    return [...told("new", added), ...mended, ...told("gone", gone)];
}

const kindOf = (step, kinds) => kinds.find((kind) => kind.kind === step.kind);

function ofKind(before, step, kinds) {
    const [one, other] = [before, step].map((of) => kindOf(of, kinds).label);
    return one === other ? [] : [{label: _t("Kind of step"), before: one, after: other}];
}

function ofValues(before, step, kinds) {
    return kindOf(step, kinds)
        .fields.map((field) => {
            const [one, other] = [before, step].map((of) => shown(of.values[field.name], field));
            return {label: field.label, before: one, after: other};
        })
        .filter((line) => line.before !== line.after);
}

/** @returns {string} a value as the inspector shows it */
function shown(value, {type, selection}) {
    if (type === "boolean") {
        return value ? _t("switched on") : _t("switched off");
    }
    if (type === "integer") {
        return String(value || 0);
    }
    const option = selection && selection.find(([key]) => key === value);
    return (option ? option[1] : value?.display_name || value || "").toString();
}

function ofExits(before, step, live, graph) {
    const exits = new Map([...before.exits, ...step.exits].map((exit) => [exit.key, exit.label]));
    return [...exits]
        .map(([key, label]) => ({label, before: targetOf(before, key, live), after: targetOf(step, key, graph)}))
        .filter((line) => line.before !== line.after);
}

function targetOf(step, key, graph) {
    const target = graphs.exitOf(step, key)?.target;
    return target ? graphs.stepOf(graph, target)?.name || target : "";
}
