import {useService} from "@web/core/utils/hooks";
import {onWillDestroy} from "@odoo/owl";

/**
 * What becomes of the commands that this user gives the phone server.
 *
 * @returns {function(number): Promise<{ok: boolean, message: string}>} by the command's id; a command that nobody takes
 *     is never answered
 */
export function useOutcomes() {
    const bus = useService("bus_service");
    const known = new Map();
    const waiting = new Map();
    const listener = (told) => {
        known.set(told.id, told); // it may come before the answer that tells the id
        waiting.get(told.id)?.(told);
    };
    bus.subscribe("callcenter/command", listener);
    onWillDestroy(() => bus.unsubscribe("callcenter/command", listener));
    return (id) => new Promise((resolve) => (known.has(id) ? resolve(known.get(id)) : waiting.set(id, resolve)));
}
