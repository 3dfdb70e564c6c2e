/* global Chart */
import {formatRatio} from "@callcenter_crm/figures/formatters";
import {_t} from "@web/core/l10n/translation";
import {loadBundle} from "@web/core/assets";
import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";

const COLORS = {answered: "#a99fcb", abandoned: "#b02a37", others: "#ced4da", line: "#212529"};

/** Calls by half-hour as bars, an average day of the period; the service level as a line. */
export class HalfHourChart extends Component {
    static template = "callcenter_kpi.HalfHourChart";
    static props = {bars: Object, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.bars]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        this.chart = new Chart(this.canvas.el, this.config);
    }

    bar(label, color, names) {
        const {days, rows} = this.props.bars;
        const sum = (row) => names.reduce((total, name) => total + row[name], 0);
        return {label, backgroundColor: color, data: rows.map((row) => sum(row) / days), stack: "calls", order: 1};
    }

    get config() {
        const {rows} = this.props.bars;
        const level = {
            type: "line",
            label: _t("Service Level"),
            borderColor: COLORS.line,
            backgroundColor: COLORS.line,
            borderWidth: 2,
            pointRadius: 2,
            data: rows.map((row) => row.service_level),
            yAxisID: "share",
            order: 0,
        };
        return {
            type: "bar",
            data: {
                labels: rows.map((row) => row.half_hour),
                datasets: [
                    level,
                    this.bar(_t("Answered"), COLORS.answered, ["answered"]),
                    this.bar(_t("Abandoned"), COLORS.abandoned, ["abandoned"]),
                    this.bar(_t("Others"), COLORS.others, ["short_abandoned", "left_queue", "lost", "open"]),
                ],
            },
            options: this.options,
        };
    }

    get options() {
        const label = ({dataset, parsed}) =>
            `${dataset.label}: ${dataset.yAxisID ? formatRatio(parsed.y) : Math.round(parsed.y * 10) / 10}`;
        return {
            animation: false,
            maintainAspectRatio: false,
            interaction: {mode: "index", intersect: false},
            onClick: (_event, [hit]) => hit && this.props.open(this.props.bars.rows[hit.index]),
            plugins: {
                legend: {position: "bottom", align: "start", labels: {boxWidth: 12, boxHeight: 12}},
                tooltip: {callbacks: {label}},
            },
            scales: {
                x: {stacked: true, grid: {display: false}},
                y: {stacked: true, beginAtZero: true, ticks: {precision: 0}},
                share: {position: "right", min: 0, max: 1, grid: {display: false}, ticks: {callback: formatShare}},
            },
        };
    }
}

function formatShare(value) {
    return `${Math.round(value * 100)} %`;
}
