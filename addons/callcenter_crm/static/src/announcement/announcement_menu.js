import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Component, markup, useState} from "@odoo/owl";

/** One notice; where it asks for it, the reader says that it is read. */
export class AnnouncementDialog extends Component {
    static template = "callcenter_crm.AnnouncementDialog";
    static components = {Dialog};
    static props = {notice: Object, onConfirm: Function, close: Function};

    /** Sanitized by the server when it was written. */
    get body() {
        return markup(this.props.notice.body);
    }

    async confirm() {
        await this.props.onConfirm();
        this.props.close();
    }
}

/** How many notices wait to be read, and which. Nothing comes over the screen by itself: a call may be on it. */
export class AnnouncementMenu extends Component {
    static template = "callcenter_crm.AnnouncementMenu";
    static components = {Dropdown, DropdownItem};
    static props = [];

    setup() {
        this.store = useState(useService("callcenter.announcement"));
        this.dialog = useService("dialog");
        this.action = useService("action");
    }

    async open(id) {
        const notice = await this.store.open(id);
        this.dialog.add(AnnouncementDialog, {notice, onConfirm: () => this.store.confirm(id)});
    }

    all() {
        return this.action.doAction("callcenter_crm.callcenter_announcement_action", {clearBreadcrumbs: true});
    }
}

registry.category("systray").add("callcenter_crm.AnnouncementMenu", {Component: AnnouncementMenu}, {sequence: 24});
