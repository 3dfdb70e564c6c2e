"""A simulated time of calls: every sum of the reports is what a count row by row says, exactly."""

from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.sink_ledger import write_ledger
from odoo.addons.callcenter_telephony.connector.sink_names import Names

from ..metrics import OUTBOUND
from ..report.callcenter_figures_call import CALL_FIGURES
from ..report.callcenter_report_call import BY_RESULT
from .common import EXTENSIONS, NODE
from .month import Month
from .recounted import differences, recounted
from .test_facts import FACTS, FactCase
from .test_report import moment


@tagged("post_install", "-at_install")
class TestMonth(FactCase):
    def setUp(self):
        super().setUp()
        self.month = self.simulated(moment("2026-03-30T00:00"), 4, 500)

    def simulated(self, begin, days, calls):
        numbers = [did.number for did in self.dids]
        return Month(NODE, list(self.queues), list(EXTENSIONS.values()), numbers, begin, days, calls)

    def simulate(self, every=8):
        """Book the calls, and add up what is over now and then."""
        names = Names.read(self.env.cr, NODE)
        for turn, batch in enumerate(self.month.batches()):
            ids = write_ledger(self.env.cr, batch, names)
            self.env.invalidate_all()
            self.env["callcenter.call"]._ledger_written(self.env["callcenter.call"].browse(ids.values()))
            self.env.flush_all()
            if turn % every == every - 1:
                self.refresh()

    def compare(self):
        found, compared = differences(self.env, self.node)
        self.assertEqual(found, [])
        self.assertGreater(compared, 50)

    def test_every_sum_of_the_reports_is_that_of_a_count_row_by_row(self):
        self.simulate()
        self.compare()
        self.check()
        self.refresh()
        self.compare()
        self.check()
        count = recounted(self.env, self.node).queue.values()
        total = {name: sum(row.get(name, 0) for row in count) for name in self.env[FACTS[0]]._columns()}
        parts = ("answered", "abandoned", "short_abandoned", "left_queue", "lost", "open")
        self.assertEqual(total["offered"], sum(total[name] for name in parts))
        self.assertTrue(all(total[name] for name in parts if name != "open"), total)
        count = recounted(self.env, self.node).call.values()
        total = {name: sum(row.get(name, 0) for row in count) for name in CALL_FIGURES}
        parts = {*BY_RESULT, "offered_calls"} - {*OUTBOUND.values(), "unreached"}
        self.assertEqual(total["received"], sum(total[name] for name in parts))
        self.assertTrue(all(total[name] for name in parts - {"lost_early"}), total)
        self.assertEqual(total["attempts"], sum(total[name] for name in {*OUTBOUND.values(), "unreached"}))

    def test_in_a_zone_whose_hour_comes_twice(self):
        self.env.company.partner_id.tz = "Europe/Berlin"
        begin = moment("2026-10-24T00:00", "Europe/Berlin")
        self.month = self.simulated(begin, 2, 200)
        self.month.dice.gauss = lambda mu, sigma: self.month.dice.uniform(0, 6)
        self.simulate()
        self.compare()
        self.refresh()
        self.compare()
        self.assertTrue([key for key in recounted(self.env, self.node).queue if key[1].endswith("+")])
