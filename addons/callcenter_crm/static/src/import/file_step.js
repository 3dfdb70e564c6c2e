import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";
import {formatPercentage} from "@web/views/fields/formatters";
import {Component, onWillStart, useState} from "@odoo/owl";

const ROUTE = "/callcenter/import/upload";
export const KINDS = ["xlsx", "xls", "csv", "txt", "mdb", "accdb"];

/** The file: dropped here or chosen, with a bar while it comes up. */
export class FileStep extends Component {
    static template = "callcenter_crm.ImportFile";
    static props = {model: Object, close: Function};

    setup() {
        this.kinds = KINDS;
        this.model = useState(this.props.model);
        this.orm = useService("orm");
        this.fileUpload = useService("file_upload");
        this.state = useState({error: "", over: false, upload: false, campaigns: []});
        useBus(this.fileUpload.bus, "FILE_UPLOAD_LOADED", ({detail}) => this.onEnd(detail.upload));
        useBus(this.fileUpload.bus, "FILE_UPLOAD_ERROR", ({detail}) => this.onEnd(detail.upload));
        onWillStart(async () => {
            if (!this.model.campaign) {
                const domain = [["state", "!=", "closed"]];
                this.state.campaigns = await this.orm.searchRead("callcenter.campaign", domain, ["name"]);
            }
        });
    }

    get accept() {
        return this.kinds.map((kind) => `.${kind}`).join(",");
    }

    get progress() {
        return formatPercentage(this.state.upload.progress, {digits: [16, 0]});
    }

    get sent() {
        return this.state.upload?.progress >= 1;
    }

    get isReading() {
        return this.model.busy || this.sent;
    }

    /** What was wrong with the upload, or with what the server read in the file. */
    get error() {
        return this.state.error || this.model.look?.error || "";
    }

    get canChoose() {
        return Boolean(this.model.campaign) && !this.state.upload && !this.isReading;
    }

    get followsEarlier() {
        return Boolean(this.model.earlier);
    }

    chooseCampaign(event) {
        const id = Number(event.target.value);
        this.model.campaign = this.state.campaigns.find((campaign) => campaign.id === id) || false;
    }

    onChosen(event) {
        const [file] = event.target.files;
        if (file) {
            this.upload(file);
        }
        event.target.value = "";
    }

    onDragOver(event) {
        if (this.canChoose && [...event.dataTransfer.types].includes("Files")) {
            event.preventDefault();
            this.state.over = true;
        }
    }

    onDrop(event) {
        this.state.over = false;
        const [file] = event.dataTransfer.files;
        if (file && this.canChoose) {
            event.preventDefault();
            this.upload(file);
        }
    }

    async upload(file) {
        const name = file.name.toLowerCase();
        if (!this.kinds.some((kind) => name.endsWith(`.${kind}`))) {
            this.state.error = _t("“%(name)s” is of a kind that cannot be read. Save it as one of: %(kinds)s.", {
                name: file.name,
                kinds: this.kinds.join(", "),
            });
            return;
        }
        this.state.error = "";
        this.model.look = false;
        this.state.upload = await this.fileUpload.upload(ROUTE, [file], {
            displayErrorNotification: false,
            buildFormData: (data) => {
                data.delete("ufile");
                data.append("file", file);
                data.append("campaign_id", this.model.campaign.id);
                const like = this.model.listId || this.model.earlier;
                if (like) {
                    data.append("list_id", like);
                }
            },
        });
    }

    stop() {
        this.state.upload.xhr.abort();
    }

    /** The upload has ended, well or not. */
    async onEnd(upload) {
        if (upload.id !== this.state.upload?.id) {
            return;
        }
        const answer = this.answerOf(upload.xhr);
        if (upload.state !== "loaded" || !answer.list_id) {
            this.state.upload = false;
            this.state.error = upload.state === "abort" ? "" : answer.error;
            return;
        }
        try {
            await this.model.received(answer.list_id);
        } finally {
            this.state.upload = false;
        }
    }

    /** @returns {{list_id: number|undefined, error: string}} */
    answerOf(xhr) {
        let answer = {};
        try {
            answer = JSON.parse(xhr.response) || {};
        } catch {
            // a proxy's page or nothing at all: there is no sentence of the server in it
        }
        const said = typeof answer.error === "string" && answer.error;
        const tooBig = xhr.status === 413 && _t("The file is larger than the server accepts.");
        return {...answer, error: said || tooBig || _t("The file did not arrive. Check the connection and try again.")};
    }

    async sample() {
        window.location.assign(await this.orm.call("callcenter.list", "import_sample", []));
    }
}
