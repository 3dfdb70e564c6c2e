import {Domain} from "@web/core/domain";
import {_t} from "@web/core/l10n/translation";

/** The field of a call that holds what a report adds up. */
const FACTS = {
    "callcenter.fact.queue": "queue_fact_ids",
    "callcenter.fact.agent": "agent_fact_ids",
};

/**
 * What a figure is made of: the calls behind the facts, not the facts.
 *
 * @param {String} resModel the report
 * @param {Array} domain of the report's facts
 * @param {String} measure the figure; of one that is added up, only the facts that add to it count
 * @param {Object} fields of the report
 * @returns {Object} an action
 */
export function callsAction(resModel, domain, measure, fields) {
    const addedUp = ["sum", "max"].includes(fields[measure]?.aggregator);
    const facts = addedUp ? Domain.and([domain, [[measure, "!=", 0]]]).toList() : domain;
    return listAction(_t("Calls"), "callcenter.call", [[FACTS[resModel], "any", facts]]);
}

/** @returns {Object} an action that lists records and opens each */
export function listAction(name, resModel, domain) {
    return {
        type: "ir.actions.act_window",
        name,
        res_model: resModel,
        views: [
            [false, "list"],
            [false, "form"],
        ],
        domain,
        target: "current",
    };
}
