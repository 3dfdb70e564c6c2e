/**
 * The editor's keys.
 *
 * @param {KeyboardEvent} ev
 * @returns {string|false} `undo`, `find`, `walk`, `nudge`, …; false: not one of ours, or somebody is writing
 */
export function keyAct(ev) {
    const letter = ev.key.toLowerCase();
    const always = (ev.ctrlKey || ev.metaKey) && {s: "save", f: "find"}[letter];
    if (always) {
        return always;
    }
    if (isWriting(ev.target)) {
        return ev.key === "Escape" ? "leave" : false;
    }
    if (ev.ctrlKey || ev.metaKey) {
        return (
            {z: ev.shiftKey ? "redo" : "undo", y: "redo", c: "copy", v: "paste", d: "duplicate", a: "all"}[letter] ||
            false
        );
    }
    if (!ev.target.closest?.(".o_cc_flow_canvas, .o_cc_flow_inspector")) {
        return false;
    }
    if (ev.key.startsWith("Arrow")) {
        return ev.altKey ? "nudge" : "walk";
    }
    return onStep(ev, letter);
}

/** Buttons of the inspector keep their Enter. */
function onStep(ev, letter) {
    if (ev.key === "Escape") {
        return "leave";
    }
    if (ev.target.closest(".o_cc_flow_inspector") || ev.altKey) {
        return false;
    }
    return {enter: "open", delete: "remove", backspace: "remove", a: "next"}[letter] || false;
}

function isWriting(el) {
    return Boolean(el.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]"));
}
