"""A carrier's bill beside the ledger: loaded, compared call by call, taken back."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call

from .common import NODE
from .test_facts import START, FactCase

DAY = date(2026, 3, 2)
HEAD = "主叫号码,开始时间,通话时长"
ONE, TWO, THREE = "13811110001", "13811110002", "13811110003"
OTHERS = ("agent1", "leader", "qa")


@tagged("post_install", "-at_install")
class TestCarrierBill(FactCase):
    def setUp(self):
        super().setUp()
        self.layout = self.layout_of("inbound")
        numbers = (ONE, TWO)
        calls = [self.waiting(START + 600 * at, 10, number=f"+86{number}") for at, number in enumerate(numbers)]
        self.first, self.second = self.book(*calls)

    def layout_of(self, directions, **values):
        return self.env["callcenter.carrier.layout"].create(
            {
                "name": "Carrier",
                "number_column": "主叫号码",
                "start_column": "开始时间",
                "seconds_column": "通话时长",
                "tz": "Asia/Shanghai",
                "directions": directions,
                **values,
            }
        )

    def load(self, *rows, head=HEAD, encoding="gb18030", user="manager", layout=None):
        data = "\n".join([head, *rows, ""]).encode(encoding)
        bills = self.env["callcenter.carrier.bill"].with_user(self.users[user])
        layout = layout or self.layout
        return bills.create({"name": "march.csv", "layout_id": layout.id, "file": base64.b64encode(data)})

    def found(self):
        """Return the day's comparison, and ``{what: (number, billed, booked)}`` of its differences."""
        self.env.flush_all()
        (row,) = self.env["callcenter.reconciliation"]._run([DAY])
        line = row.line_ids.filtered(lambda line: line.kind == "carrier")
        told = {
            difference.figure: (
                difference.call_id.number or difference.carrier_line_id.number,
                difference.left_value,
                difference.right_value,
            )
            for difference in line.difference_ids
        }
        return line, told

    def test_a_bill_that_agrees(self):
        self.load(f"{ONE},2026-03-02 10:10:03,70", f"{TWO},2026/3/2 10:20,00:01:10")
        line, told = self.found()
        self.assertEqual((told, line.compared, line.left_value, line.right_value), ({}, 2, 140, 140))

    def test_each_call_that_differs_is_named(self):
        bill = self.load(f"{ONE},2026-03-02 10:10:03,95", f"{THREE},2026-03-02 11:00:00,20")
        line, told = self.found()
        self.assertEqual(
            told,
            {
                "seconds": (f"+86{ONE}", 95, 70),
                "only_billed": (f"+86{THREE}", 20, 0),
                "only_booked": (f"+86{TWO}", 0, 70),
            },
        )
        self.assertEqual((line.unexplained, line.reconciliation_id.state), (3, "open"))
        lone = line.difference_ids.filtered(lambda row: row.figure == "only_billed")
        self.assertEqual((lone.action_open()["res_model"], lone.action_open()["res_id"]), (bill._name, bill.id))
        known = line.difference_ids.filtered(lambda row: row.figure == "only_booked")
        self.assertEqual(known.action_open()["res_id"], self.second.id)
        self.assertTrue(all(line.difference_ids.mapped("about")))

    def test_a_second_more_is_within_tolerance(self):
        self.load(f"{ONE},2026-03-02 10:10:03,71", f"{TWO},2026-03-02 10:20:00,70")
        line, _told = self.found()
        self.assertEqual((line.tolerated, line.unexplained), (1, 0))

    def test_of_calls_to_customers_the_answered_ones_count_from_the_answer(self):
        layout = self.layout_of("outbound")
        times = {"start": START, "ring_s": 20.0, "direction": "outbound", "kind": "manual"}
        self.book(
            Call(key=f"{NODE}:o1", number=f"+86{ONE}", end=START + 80, result="answered", talk_s=60.0, **times),
            Call(key=f"{NODE}:o2", number=f"+86{TWO}", end=START + 20, result="no_answer", **times),
        )
        self.load(f"{ONE},2026-03-02 10:10:20,60", layout=layout)
        line, told = self.found()
        self.assertEqual((told, line.compared), ({}, 1))
        layout.answered_only = False
        self.assertEqual(self.found()[1], {"only_booked": (f"+86{TWO}", 0, 0)})

    def test_around_midnight_a_call_is_compared_once(self):
        midnight = START + 13.8333333333 * 3600  # 2026-03-03 00:00 in Shanghai
        self.book(self.waiting(midnight - 2, 10, number=f"+86{THREE}"))
        self.load(f"{THREE},2026-03-03 00:00:01,70", f"{ONE},2026-03-02 10:10:00,70", f"{TWO},2026-03-02 10:20:00,70")
        self.assertEqual(self.found()[1], {})
        (next_day,) = self.env["callcenter.reconciliation"]._run([date(2026, 3, 3)])
        line = next_day.line_ids.filtered(lambda line: line.kind == "carrier")
        self.assertEqual((line.compared, len(line.difference_ids)), (0, 0))

    def test_the_days_of_a_bill_are_the_company_s_whatever_the_carrier_s_clock(self):
        bill = self.load(f"{ONE},2026-03-01 20:00:00,70", layout=self.layout_of("inbound", tz="UTC"))
        self.assertEqual((bill.first_day, bill.last_day), (DAY, DAY))
        self.assertIn("only_billed", self.found()[1])

    def test_days_on_a_bill_are_compared_soon_and_again_when_it_goes(self):
        rows = self.env["callcenter.reconciliation"]
        self.found()
        bill = self.load(f"{ONE},2026-03-02 10:10:03,95")
        day = rows.search([("day", "=", DAY)])
        self.assertEqual((day.state, DAY in rows._due_days()), ("due", True))
        self.assertEqual(self.found()[0].reconciliation_id.state, "open")
        self.assertNotIn(DAY, [day for day in rows._due_days() if not rows.search([("day", "=", day)]).signature])
        bill.unlink()
        self.assertEqual(rows.search([("day", "=", DAY)]).state, "due")
        self.assertEqual(self.found()[0].compared, 0)

    def test_rows_that_cannot_be_read_are_named_and_keep_no_other_out(self):
        bill = self.load(
            f"{ONE},gestern,70", "=cmd|' /C calc'!A0,2026-03-02 10:10:03,70", f"{TWO},2026-03-02 10:20:00,70"
        )
        self.assertEqual((bill.lines, bill.wrong, bill.first_day, bill.last_day), (1, 2, DAY, DAY))
        self.assertIn("gestern", bill.wrong_text)

    def test_a_file_that_is_no_bill_is_refused_with_what_to_do(self):
        row = f"{ONE},2026-03-02 10:10:03,70"
        for wrong, told in (
            (lambda: self.load(row, head="号码,开始时间,通话时长"), "主叫号码"),
            (lambda: self.load(f"{ONE},gestern,70"), "gestern"),
            (lambda: self.load(head="", encoding="utf-8"), "."),
        ):
            with self.assertRaises(UserError) as caught:
                wrong()
            self.assertIn(told, str(caught.exception))
        for data in ("%%%", base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)):
            with self.assertRaises(UserError):
                self.env["callcenter.carrier.bill"].create(
                    {"name": "bill.csv", "layout_id": self.layout.id, "file": data}
                )

    def test_the_same_file_is_loaded_once_and_a_bill_is_not_edited(self):
        bill = self.load(f"{ONE},2026-03-02 10:10:03,70")
        with self.assertRaises(UserError):
            self.load(f"{ONE},2026-03-02 10:10:03,70")
        with self.assertRaises(UserError):
            bill.write({"layout_id": self.layout.id})
        with self.assertRaises(AccessError):
            bill.line_ids.write({"seconds": 0})
        bill.unlink()
        self.assertTrue(self.load(f"{ONE},2026-03-02 10:10:03,70"))

    def test_managers_load_bills_and_nobody_else_sees_any(self):
        bill = self.load(f"{ONE},2026-03-02 10:10:03,70", user="manager")
        for name in OTHERS:
            user = self.users[name]
            with self.subTest(name):
                for record in (bill, bill.line_ids, self.layout):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["id"])
                    with self.assertRaises(AccessError):
                        record.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    self.load(f"{TWO},2026-03-02 10:10:03,70", user=name)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", bill._name), ("res_id", "=", bill.id), ("res_field", "=", "file")]
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(self.users["agent1"]).read(["datas"])
