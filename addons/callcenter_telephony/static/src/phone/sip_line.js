import {browser} from "@web/core/browser/browser";
import {MEDIA} from "./sip_call";
import {sipLibrary} from "./sip_library";

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30000;

/**
 * The registration of one browser phone. JsSIP reconnects the socket by itself; a refused registration, and a program
 * that does not load, are tried again here, with growing pauses.
 *
 * @typedef {{ws_url: string, uri: string, authorization_user: string, password: string, display_name: string}} Settings
 */
export class SipLine {
    /** @param {{onStatus: (status: string, detail?: object) => void, onInvite: Function}} handlers */
    constructor({onStatus, onInvite}) {
        this.onStatus = onStatus;
        this.onInvite = onInvite;
        this.failures = 0;
    }

    /** @param {Settings} settings */
    async open(settings) {
        this.close();
        this.settings = settings;
        this.onStatus("connecting");
        const JsSIP = await this.load(settings);
        if (!JsSIP || this.settings !== settings) {
            return;
        }
        const ua = new JsSIP.UA({
            sockets: [new JsSIP.WebSocketInterface(settings.ws_url)],
            uri: settings.uri,
            authorization_user: settings.authorization_user,
            password: settings.password,
            display_name: settings.display_name,
            register_expires: 120,
            session_timers: false,
            connection_recovery_min_interval: 1,
            connection_recovery_max_interval: LAST_RETRY_MS / 1000,
        });
        this.ua = ua;
        ua.on("registered", () => this.onRegistered());
        ua.on("disconnected", () => this.ua === ua && this.onStatus("unreachable"));
        ua.on("registrationFailed", (event) => this.ua === ua && this.onRefused(event));
        ua.on("newRTCSession", ({originator, session, request}) => {
            if (originator === "remote") {
                this.onInvite(session, request);
            }
        });
        ua.start();
    }

    /** The program comes from Odoo, which may be away just now. */
    async load(settings) {
        while (this.settings === settings) {
            try {
                return await sipLibrary.load();
            } catch {
                this.onStatus("not_loaded");
                await new Promise((again) => (this.retryTimer = browser.setTimeout(again, this.pause())));
            }
        }
        return null;
    }

    /** @returns {number} ms until the next try, longer each time */
    pause() {
        return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++);
    }

    /**
     * Takes a lost call up again: the node puts the new one into its place.
     *
     * @param {{id: string, ours: string, theirs: string}} dialog of the lost call
     * @returns {object} JsSIP's RTCSession
     */
    rejoin({id, ours, theirs}) {
        const extraHeaders = [`Replaces: ${id};to-tag=${theirs};from-tag=${ours}`];
        return this.ua.call(this.settings.uri.replace(/^sip:[^@]*/, "sip:rejoin"), {...MEDIA, extraHeaders});
    }

    onRegistered() {
        this.failures = 0;
        this.onStatus("registered");
    }

    onRefused({response}) {
        if (!response) {
            return; // the socket broke; "disconnected" tells it
        }
        const pause = this.pause();
        this.onStatus("refused", {retryAt: Date.now() + pause});
        browser.clearTimeout(this.retryTimer);
        this.retryTimer = browser.setTimeout(() => this.ua?.register(), pause);
    }

    /** Calls ring elsewhere; what runs here goes on. */
    rest() {
        browser.clearTimeout(this.retryTimer);
        this.ua?.unregister();
    }

    /** @returns {boolean} whether there is a line that rests */
    wake() {
        this.ua?.register();
        return Boolean(this.ua);
    }

    close() {
        browser.clearTimeout(this.retryTimer);
        const ua = this.ua;
        this.ua = this.settings = null;
        ua?.stop();
    }
}
