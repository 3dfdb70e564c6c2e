from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import KpiCase

SALES = {"sold", "revenue"}  # counted on the dashboard
REPORTS = ("callcenter.fact.queue", "callcenter.fact.call", "callcenter.fact.agent", "callcenter.fact.state")
REPORTS += ("callcenter.report.order", "callcenter.report.rating", "callcenter.report.qa", "callcenter.report.ivr")
REPORTS += ("callcenter.report.customer", "callcenter.report.trunk")
REPORTS += ("callcenter.qa.calibration.result",)
# parts of a figure that is defined: named in its text
PARTS = {
    "sl_yes",
    "sl_no",
    "sl_out",
    "wait_answered_s",
    "wait_abandoned_s",
    "offers_answered",
    "satisfied",
    "score_sum",
}
PARTS |= {"answers_satisfied", "answers_sum", "qa_sum", "qa_before_sum", "item_sum"}
PARTS |= {"orders_on_time", "solve_s", "visits_scored", "visits_satisfied"}
PARTS |= {"items", "agreed"}
PARTS |= {"handled_in", "handled_out", "time_in_s", "time_out_s", "aht_in", "aht_out"}


@tagged("post_install", "-at_install")
class TestDefinitions(KpiCase):
    def test_every_figure_of_the_reports_is_defined_once_and_every_definition_is_of_a_figure(self):
        definitions = self.env["callcenter.kpi.definition"].search([("kind", "!=", "rule")])
        codes = definitions.mapped("code")
        figures = set()
        for report in REPORTS:
            figures |= {*self.env[report]._figures(), *self.env[report]._report_ratios()}
        self.assertEqual(sorted(codes), sorted((figures | SALES) - PARTS))

    def test_a_definition_is_called_as_the_figure_is_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search([("name", "=", "callcenter_kpi")])._update_translations(["zh_CN"])
        for lang in ("en_US", "zh_CN"):
            here = self.env(context={"lang": lang})
            labels = {}
            for report in REPORTS:
                labels |= {name: field["string"] for name, field in here[report].fields_get().items()}
            for row in here["callcenter.kpi.definition"].search([("kind", "not in", ("rule", "sale"))]):
                with self.subTest(lang=lang, code=row.code):
                    self.assertEqual(row.name, labels[row.code])

    def test_everybody_reads_them_and_nobody_changes_them(self):
        row = self.env["callcenter.kpi.definition"].search([], limit=1)
        for name in ("agent1", "leader", "qa", "manager", "admin"):
            mine = row.with_user(self.users[name])
            self.assertTrue(mine.formula)
            with self.subTest(user=name), self.assertRaises(AccessError):
                mine.write({"formula": "mine"})
