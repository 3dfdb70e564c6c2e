import {registry} from "@web/core/registry";

const DISCUSS = "discuss.channel";

/** Messages between agents: Odoo's own chat windows. */
export class Messages {
    /** @param {object} store of the mail module */
    constructor(store) {
        this.store = store;
    }

    /** Conversations with something unread. */
    get unread() {
        if (this.store.channels?.status !== "fetched") {
            return this.store.initChannelsUnreadCounter || 0;
        }
        const threads = Object.values(this.store.Thread.records);
        return threads.filter((thread) => thread.model === DISCUSS && thread.self_member_id && thread.isUnread).length;
    }

    /** Opens the conversation with a user. */
    write(userId) {
        return this.store.openChat({userId});
    }

    /** Opens that of a whole team. */
    async writeToTeam(channelId) {
        const thread = await this.store.Thread.getOrFetch({model: DISCUSS, id: channelId});
        await thread?.open({focus: true});
    }
}

export const messagesService = {
    dependencies: ["mail.store"],
    start(env, {"mail.store": store}) {
        return new Messages(store);
    },
};

registry.category("services").add("callcenter.messages", messagesService);
