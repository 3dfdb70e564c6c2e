import {callsAction} from "@callcenter_kpi/calls_action";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {PivotRenderer} from "@web/views/pivot/pivot_renderer";
import {graphView} from "@web/views/graph/graph_view";
import {pivotView} from "@web/views/pivot/pivot_view";
import {registry} from "@web/core/registry";

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
