/** The browser's own notices, which are seen while another page or program is in front. */
export const desktopNotice = {
    /** Asks the user once; to be called by a click. */
    ask() {
        if (window.Notification?.permission === "default") {
            window.Notification.requestPermission();
        }
    },

    /**
     * @param {string} title
     * @param {string} body
     * @returns {{close: () => void}|null} null where the user does not want any
     */
    show(title, body) {
        if (window.Notification?.permission !== "granted") {
            return null;
        }
        const notice = new window.Notification(title, {body, tag: "callcenter", requireInteraction: true});
        notice.onclick = () => {
            window.focus();
            notice.close();
        };
        return notice;
    },
};
