import {Domain} from "@web/core/domain";
import {_t} from "@web/core/l10n/translation";

/** What the rows of a report are of: the model, its name and its field that holds the rows. */
const BEHIND = {
    "callcenter.fact.queue": ["callcenter.call", _t("Calls"), "queue_fact_ids"],
    "callcenter.fact.agent": ["callcenter.call", _t("Calls"), "agent_fact_ids"],
    "callcenter.fact.call": ["callcenter.call", _t("Calls"), "call_fact_ids"],
    "callcenter.report.order": ["helpdesk.ticket", _t("Work Orders"), "figure_ids"],
    "callcenter.report.rating": ["callcenter.call", _t("Calls"), "rating_row_ids"],
    "callcenter.report.qa": ["callcenter.qa.score", _t("QA Scores"), "figure_ids"],
    "callcenter.report.ivr": ["callcenter.call", _t("Calls"), "ivr_row_ids"],
    "callcenter.report.trunk": ["callcenter.call", _t("Calls"), "trunk_row_ids"],
    "callcenter.report.customer": ["callcenter.call", _t("Calls"), "customer_row_ids"],
};
const ORDERS = ["sale.order", _t("Orders"), "callcenter_figure_ids"];
/** The same of figures that are made of something else than the others of their report. */
const BEHIND_FIGURE = {
    "callcenter.report.customer": {
        customers_new: ["res.partner", _t("Customers"), "callcenter_figure_ids"],
        sold: ORDERS,
        revenue: ORDERS,
        order_value: ORDERS,
    },
};

/**
 * What a figure is made of: the calls or work orders behind the facts, not the facts.
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
    const [model, name, rows] = BEHIND_FIGURE[resModel]?.[measure] || BEHIND[resModel];
    return listAction(name, model, [[rows, "any", facts]]);
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
