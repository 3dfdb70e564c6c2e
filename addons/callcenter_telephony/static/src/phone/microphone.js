import {_t} from "@web/core/l10n/translation";

/** The microphone: whether this page may use it, and when that changes. */
export const microphone = {
    /** @returns {Promise<"ok"|"insecure"|"blocked"|"missing">} asks the user where the browser has not yet */
    async check() {
        if (!navigator.mediaDevices) {
            return "insecure";
        }
        try {
            const stream = await navigator.mediaDevices.getUserMedia({audio: true});
            stream.getTracks().forEach((track) => track.stop());
            return "ok";
        } catch (error) {
            return error.name === "NotAllowedError" || error.name === "SecurityError" ? "blocked" : "missing";
        }
    },

    /** Calls back when the user allows or blocks it, or plugs a device in or out. */
    async watch(callback) {
        navigator.mediaDevices?.addEventListener("devicechange", callback);
        try {
            const permission = await navigator.permissions.query({name: "microphone"});
            permission.addEventListener("change", callback);
        } catch {
            // a browser that does not know this permission: "Test again" in the bar remains
        }
    },
};

/** @returns {string[]} what is wrong and what to do, in words; `why` as `microphone.check()` says it */
export function microphoneWords(why) {
    return {
        blocked: [_t("Allow it: lock icon left of the address"), _t("no calls come until then")],
        missing: [_t("No microphone found"), _t("plug one in, then test again")],
        insecure: [_t("The browser allows it only over https"), _t("open this page by its https address")],
    }[why];
}
