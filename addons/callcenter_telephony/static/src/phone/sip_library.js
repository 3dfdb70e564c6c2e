import {loadJS} from "@web/core/assets";

const PATH = "/callcenter_telephony/static/lib/jssip/jssip.min.js";

/** Brings JsSIP into the page, once and only when a browser phone is to be registered. */
export const sipLibrary = {
    async load() {
        await loadJS(PATH);
        return window.JsSIP;
    },
};
