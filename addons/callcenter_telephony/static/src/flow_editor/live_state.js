import {useService} from "@web/core/utils/hooks";
import {onWillDestroy, onWillStart, useState} from "@odoo/owl";

const NODE = "callcenter.node";
const CHANNEL = "callcenter_config";

/**
 * How a server's configuration stands, as it changes.
 *
 * @param {function(): number|false} nodeId
 * @returns {{state: string|false, message: string, read: function(): Promise}} state: never, applying, live or error
 */
export function useLiveState(nodeId) {
    const orm = useService("orm");
    const bus = useService("bus_service");
    const live = useState({state: false, message: "", read});
    const listener = ({node_id, state, message}) => node_id === nodeId() && Object.assign(live, {state, message});

    async function read() {
        const id = nodeId();
        const [row] = id ? await orm.read(NODE, [id], ["config_state", "config_error"]) : [];
        Object.assign(live, {state: row?.config_state || false, message: row?.config_error || ""});
    }

    onWillStart(() => {
        bus.subscribe("callcenter/config", listener);
        bus.addChannel(CHANNEL);
    });
    onWillDestroy(() => bus.unsubscribe("callcenter/config", listener));
    return live;
}
