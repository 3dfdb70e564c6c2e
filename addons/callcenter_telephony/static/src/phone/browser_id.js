import {browser} from "@web/core/browser/browser";

const PLACE = "callcenter.browser";

/** @returns {string} how this browser names itself to the server, the same in all its tabs and after a restart */
export function browserId() {
    let id = browser.localStorage.getItem(PLACE);
    if (!id) {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        id = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        browser.localStorage.setItem(PLACE, id);
    }
    return id;
}
