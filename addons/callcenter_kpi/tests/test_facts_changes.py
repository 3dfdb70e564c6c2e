"""Facts under a ledger that changes: by chance, and from another connection while they are added up."""

import random

from odoo import api, sql_db
from odoo.tests.common import tagged

from .common import EXTENSIONS, NODE
from .test_facts import START, FactCase


@tagged("post_install", "-at_install")
class TestFactsByChance(FactCase):
    def test_kept_up_is_made_anew_after_any_changes(self):
        dice = random.Random(7)
        calls = {}
        for turn in range(12):
            for act in dice.choices((self.add, self.change, self.join, self.delete), (6, 3, 1, 1), k=15):
                act(dice, calls)
            self.check()
            if turn % 3 == 1:
                self.refresh()
                self.check()

    def add(self, dice, calls):
        # across a midnight, and seldom a wait that lasts
        start = START + dice.uniform(0, 2 * 86400)
        outcome = dice.choice(("answered", "answered", "abandoned", "lost", "voicemail", "callback"))
        call = self.waiting(start, dice.uniform(0, 60), outcome, queue=dice.choice(("service", "sales")))
        if outcome == "answered" and dice.random() < 0.5:
            end = call.legs[-1].end + dice.uniform(0, 4000)
            second = self.talk(call.legs[-1].end, call.legs[-1].end + 5, end, agent="agent2", via="transfer_blind")
            second.role, call.end = "target", end
            call.legs.append(second)
        self.write(calls, call)

    def change(self, dice, calls):
        if calls:
            call = dice.choice(list(calls.values()))
            for leg in call.legs:
                shift = dice.choice((0, 0, 1800, -86400)) if call.direction == "inbound" else 0
                leg.start, leg.end = leg.start + shift, leg.end + shift
                leg.answer = leg.answer and leg.answer + shift
                leg.wrap = leg.wrap and (leg.wrap[0] + shift, leg.wrap[1] + shift + dice.uniform(0, 9))
            call.direction = dice.choice(("inbound", "inbound", "inbound", "internal"))
            call.survey_offered, call.last_handler = dice.random() < 0.5, EXTENSIONS["agent1"]
            self.write(calls, call)

    def join(self, dice, calls):
        if len(calls) > 1:
            old, young = dice.sample(sorted(calls), 2)
            calls[old].aliases = [young.removeprefix(f"{NODE}:")]
            calls[old].legs += calls.pop(young).legs
            self.write(calls, calls[old])

    def delete(self, dice, calls):
        if calls:
            key = dice.choice(sorted(calls))
            del calls[key]
            self.env["callcenter.call"].search([("key", "=", key)]).unlink()

    def write(self, calls, call):
        calls[call.key] = call
        for number, leg in enumerate(call.legs):
            leg.key = str(number)
        self.book(call)


@tagged("post_install", "-at_install")
class TestFactsBesideAWriter(FactCase):
    def setUp(self):
        super().setUp()
        self.writer = sql_db.db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(self.forget)

    def forget(self):
        self.writer.rollback()
        self.writer.execute("DELETE FROM callcenter_call WHERE key = 'kpi-test-beside'")
        # what it was not: the day of the call has no other in this database
        self.writer.execute("DELETE FROM callcenter_fact_stale WHERE anchor::date = '2001-02-03'")
        self.writer.commit()
        self.writer.close()

    def insert(self):
        self.writer.execute("SET LOCAL lock_timeout = '5s'")
        self.writer.execute(
            """INSERT INTO callcenter_call (key, direction, kind, start)
               VALUES ('kpi-test-beside', 'inbound', 'inbound', '2001-02-03 04:05:06') RETURNING id"""
        )
        self.writer.execute(
            """INSERT INTO callcenter_call_leg (call_id, key, role, party, start)
               VALUES (%s, 'q', 'queue', 'service', '2001-02-03 04:05:06')""",
            (self.writer.fetchone()[0],),
        )

    def marks(self, cr):
        cr.execute("SELECT count(*) FROM callcenter_fact_stale WHERE anchor::date = '2001-02-03'")
        return cr.fetchone()[0]

    def test_a_writer_waits_for_nobody_and_its_call_is_not_lost(self):
        self.book(self.waiting(START, 10))
        self.insert()
        # neither sees the other: what is added up here is of a moment before the writer's commit
        while self.stale._refresh_some():
            pass
        self.writer.commit()
        self.assertEqual(self.marks(self.env.cr), 0)
        self.assertTrue(self.marks(self.writer))
        # of what is added up nothing is committed yet: the writer still waits for nobody
        self.writer.execute("SET LOCAL lock_timeout = '5s'")
        self.writer.execute(
            "UPDATE callcenter_call_leg SET outcome = 'lost' WHERE key = 'q' AND start = '2001-02-03 04:05:06'"
        )
        self.writer.commit()
        self.assertTrue(self.marks(self.writer))

    def test_one_adds_up_at_a_time(self):
        # whoever adds up here holds the lock to the end of the transaction
        beside = api.Environment(self.writer, 1, {})["callcenter.fact.stale"]
        self.insert()
        self.assertEqual(beside._refresh_some(), 0)
        self.assertTrue(self.marks(self.writer))
