import {registry} from "@web/core/registry";

/** What an agent does with a running call beside talking; each act is a command to the phone server. */
export class CallControl {
    constructor(agent) {
        this.agent = agent;
    }

    get card() {
        return this.agent.current;
    }

    /** Whom the agent asks while the customer hears music. */
    get asked() {
        return this.party("consult");
    }

    /** The third one beside agent and customer. */
    get third() {
        return this.party("conference");
    }

    /** The agent is the one who is asked, and not the one who asks. */
    get isAsked() {
        return this.card?.role === "consult";
    }

    /** The agent handles the customer, so that the call is his to send on. */
    get handles() {
        return this.card?.phase === "talk" && !["consult", "conference"].includes(this.card.role);
    }

    party(role) {
        const me = this.agent.agent?.extension;
        return (this.card?.parties || []).find((each) => each.role === role && each.party !== me);
    }

    /** @returns {Promise<{agents: object[], queues: object[], outside: boolean}|false>} */
    targets() {
        return this.agent.ask("targets", this.card.key);
    }

    /** @param {"consult"|"transfer"} how @param {"agent"|"queue"|"outside"} kind @param {string} target */
    send(how, kind, target) {
        return this.agent.act(how, [this.card.key, kind, target]);
    }

    /** @param {"consult_complete"|"consult_cancel"|"three_way"|"leave"|"hold"|"resume"|
     *     "pause_recording"|"resume_recording"} name */
    act(name) {
        return this.agent.act(name, [this.card.key]);
    }
}

export const controlService = {
    dependencies: ["callcenter.agent"],
    start(env, {"callcenter.agent": agent}) {
        return new CallControl(agent);
    },
};

registry.category("services").add("callcenter.control", controlService);
