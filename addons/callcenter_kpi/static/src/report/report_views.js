import {Domain} from "@web/core/domain";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {PivotRenderer} from "@web/views/pivot/pivot_renderer";
import {_t} from "@web/core/l10n/translation";
import {graphView} from "@web/views/graph/graph_view";
import {pivotView} from "@web/views/pivot/pivot_view";
import {registry} from "@web/core/registry";

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
    return {
        type: "ir.actions.act_window",
        name: _t("Calls"),
        res_model: "callcenter.call",
        views: [
            [false, "list"],
            [false, "form"],
        ],
        domain: [[FACTS[resModel], "any", facts]],
        target: "current",
    };
}

export class ReportPivotRenderer extends PivotRenderer {
    onOpenView(cell, newWindow) {
        this.clicked = cell.measure;
        super.onOpenView(cell, newWindow);
    }

    openView(domain, views, context, newWindow) {
        const {resModel, fields} = this.model.metaData;
        this.actionService.doAction(callsAction(resModel, domain, this.clicked, fields), {newWindow});
    }
}

export class ReportGraphRenderer extends GraphRenderer {
    openView(domain, views, context, newWindow) {
        const {resModel, fields, measure} = this.model.metaData;
        this.actionService.doAction(callsAction(resModel, domain, measure, fields), {newWindow});
    }
}

const views = registry.category("views");
views.add("callcenter_report_pivot", {...pivotView, Renderer: ReportPivotRenderer});
views.add("callcenter_report_graph", {...graphView, Renderer: ReportGraphRenderer});
