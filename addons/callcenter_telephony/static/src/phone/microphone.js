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
