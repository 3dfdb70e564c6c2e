import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";

const MODEL = "callcenter.announcement";

/** What the user has to read. The server tells of a new notice; nobody asks again and again. */
export class AnnouncementStore extends Reactive {
    unread = [];

    constructor(orm, notification) {
        super();
        Object.assign(this, {orm, notification});
    }

    async load() {
        try {
            this.unread = await this.orm.silent.call(MODEL, "unread", []);
        } catch {
            this.unread = []; // no part in the call center, or the server is away
        }
    }

    /** A notice came, was made anew or was withdrawn. */
    async told({id}) {
        await this.load();
        const notice = this.unread.find((row) => row.id === id);
        if (notice) {
            const type = notice.level === "important" ? "warning" : "info";
            this.notification.add(notice.name, {title: _t("New notice"), type, sticky: type === "warning"});
        }
    }

    async open(id) {
        const notice = await this.orm.call(MODEL, "open_notice", [[id]]);
        if (!notice.confirm) {
            this.drop(id);
        }
        return notice;
    }

    async confirm(id) {
        await this.orm.call(MODEL, "confirm", [[id]]);
        this.drop(id);
    }

    drop(id) {
        this.unread = this.unread.filter((row) => row.id !== id);
    }
}

export const announcementService = {
    dependencies: ["bus_service", "orm", "notification"],
    start(env, {bus_service, orm, notification}) {
        const store = new AnnouncementStore(orm, notification);
        bus_service.subscribe(MODEL, (told) => store.told(told));
        bus_service.start();
        store.load();
        return store;
    },
};

registry.category("services").add("callcenter.announcement", announcementService);
