import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {PivotRenderer} from "@web/views/pivot/pivot_renderer";
import {_t} from "@web/core/l10n/translation";
import {graphView} from "@web/views/graph/graph_view";
import {pivotView} from "@web/views/pivot/pivot_view";
import {registry} from "@web/core/registry";

/** The field of a call that holds its facts, by report. */
const FACTS = {
    "callcenter.report.queue": "queue_fact_ids",
    "callcenter.report.agent": "agent_fact_ids",
};

/**
 * What a figure is made of: the calls behind the facts, not the facts.
 *
 * @param {String} resModel the report
 * @param {Array} domain of the report's facts
 * @returns {Object} an action
 */
export function callsAction(resModel, domain) {
    return {
        type: "ir.actions.act_window",
        name: _t("Calls"),
        res_model: "callcenter.call",
        views: [
            [false, "list"],
            [false, "form"],
        ],
        domain: [[FACTS[resModel], "any", domain]],
        target: "current",
    };
}

export class ReportPivotRenderer extends PivotRenderer {
    openView(domain, views, context, newWindow) {
        this.actionService.doAction(callsAction(this.model.metaData.resModel, domain), {newWindow});
    }
}

export class ReportGraphRenderer extends GraphRenderer {
    openView(domain, views, context, newWindow) {
        this.actionService.doAction(callsAction(this.model.metaData.resModel, domain), {newWindow});
    }
}

const views = registry.category("views");
views.add("callcenter_report_pivot", {...pivotView, Renderer: ReportPivotRenderer});
views.add("callcenter_report_graph", {...graphView, Renderer: ReportGraphRenderer});
