"""A file becomes contacts, in the background, whole or not at all."""

from contextlib import suppress
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tools import mute_logger

from odoo.addons.callcenter_crm.models import callcenter_list_run, callcenter_list_state

from .importing import ROWS, ImportCase, csv, xlsx


class TestImportRun(ImportCase):
    def test_rows_become_contacts_of_the_campaign_in_the_order_of_the_file(self):
        batch = self.imported(csv(ROWS))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts.mapped("number"), ["+8613800000001", "+8613800000002", "+8613800000003"])
        self.assertEqual(contacts.mapped("gender"), ["male", "female", False])
        self.assertEqual(contacts.campaign_id, self.campaign)
        self.assertEqual(set(contacts.mapped("state")), {"new"})
        self.assertEqual(contacts.mapped("attempts"), [0, 0, 0])
        self.assertEqual(contacts[0].region, "广东 深圳")
        self.assertEqual(contacts.move_ids.mapped("kind"), ["import"] * 3)
        self.assertEqual(contacts.move_ids.by_id, self.manager)
        self.assertEqual((batch.rows_total, batch.rows_taken, batch.rows_dropped), (3, 3, 0))

    def test_an_xlsx_is_looked_at_with_its_columns_guessed(self):
        batch = self.load(xlsx(ROWS), name="名单.xlsx")
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertFalse(look["error"])
        self.assertEqual(look["total"], 3)
        self.assertEqual(
            [column["field"] for column in look["columns"]], ["name", "number", "gender", "region", "remark"]
        )
        self.assertEqual(look["rows"][0][0], "陈建华")

    def test_the_number_tells_region_and_city_where_the_file_says_neither(self):
        rows = [
            ["甲", "13800138000", "", "广东", ""],
            ["乙", "010-66668888", "", "", ""],
            ["丙", "075566668888", "", "", ""],
        ]
        batch = self.imported(csv(rows))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual([(row.region, row.city) for row in contacts[1:]], [("北京", "北京"), ("广东", "深圳")])
        self.assertEqual((contacts[0].region, contacts[0].city), ("广东", False))
        self.assertEqual(batch.located, 3)

    # the job

    def test_the_job_takes_one_file_at_a_turn_in_the_order_of_their_coming(self):
        first, second = self.queued(csv(ROWS)), self.queued(csv(ROWS))
        self.turn()
        self.assertEqual((first.state, second.state), ("done", "queued"))
        self.turn()
        self.assertEqual(second.state, "done")

    def test_queuing_wakes_the_job(self):
        cron = self.env.ref("callcenter_crm.callcenter_list_cron_import")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.queued(csv(ROWS))
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1)

    def test_who_started_it_is_told_how_far_it_is(self):
        told = []
        batch = self.queued(csv(ROWS))
        with (
            patch.object(callcenter_list_state, "PAUSE", 0),
            patch.object(
                self.registry["res.users"], "_bus_send", lambda user, name, said: told.append((user, name, said))
            ),
        ):
            self.turn()
        self.assertEqual({(user, name) for user, name, _said in told}, {(self.manager, "callcenter.import")})
        self.assertEqual(told[0][2]["rows"], 3)
        self.assertEqual(told[0][2]["state"], "running")
        self.assertEqual((told[-1][2]["state"], told[-1][2]["progress"], told[-1][2]["taken"]), ("done", 1, 3))
        parts = [said["progress"] for _user, _name, said in told]
        self.assertEqual(parts, sorted(parts))
        self.assertEqual({said["list_id"] for _user, _name, said in told}, {batch.id})

    def test_a_word_is_said_a_few_times_a_second_only(self):
        told = []
        self.queued(csv(ROWS))
        with (
            patch.object(callcenter_list_state, "PAUSE", 60),
            patch.object(self.registry["res.users"], "_bus_send", lambda user, name, said: told.append(said)),
        ):
            self.turn()
        self.assertEqual([said["state"] for said in told], ["done"])

    # whole or not at all

    def stopped(self, batch):
        """A turn of the job in which the server stops right before the end."""
        model = self.registry["callcenter.list"]
        # not assertRaises: that one would take back what the turn commits
        with suppress(KeyboardInterrupt), patch.object(model, "_import_dropped", side_effect=KeyboardInterrupt):
            self.turn()
        self.env.invalidate_all()
        self.assertEqual(batch.state, "running")
        self.assertFalse(self.numbers(batch))

    def test_a_run_that_a_stopping_server_cut_off_starts_again(self):
        batch = self.queued(csv(ROWS))
        self.stopped(batch)
        self.turn()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self.numbers(batch), ["01", "02", "03"])

    def test_a_run_that_is_cut_off_again_and_again_is_given_up(self):
        batch = self.queued(csv(ROWS))
        for _n in range(callcenter_list_run.STARTS):
            self.stopped(batch)
        self.turn()
        self.assertEqual(batch.state, "failed")
        self.assertIn("server stopped", batch.error)
        self.assertFalse(self.numbers(batch))

    def test_a_run_that_somebody_else_holds_is_left_to_them(self):
        batch = self.queued(csv(ROWS))
        with patch.object(self.registry["callcenter.list"], "_import_locked", lambda _batch: False):
            self.turn()
        self.assertEqual(batch.state, "queued")

    def test_a_run_that_collides_starts_again(self):
        batch = self.queued(csv(ROWS))
        model = self.registry["callcenter.list"]
        with patch.object(model, "_import_one_at_a_time", side_effect=SerializationFailure):
            self.turn()
        self.assertEqual(batch.state, "running")
        self.turn()
        self.assertEqual(batch.state, "done")

    def test_what_nobody_expected_leaves_nothing_and_says_so(self):
        batch = self.queued(csv(ROWS))
        model = self.registry["callcenter.list"]
        with (
            mute_logger(callcenter_list_run.__name__),
            patch.object(model, "_import_dropped", side_effect=ZeroDivisionError),
        ):
            self.turn()
        self.assertEqual(batch.state, "failed")
        self.assertIn("nothing was imported", batch.error)
        self.assertFalse(self.numbers(batch))
        self.assertTrue(self.state(batch)["can_run_again"])

    def test_a_user_who_has_left_imports_nothing(self):
        batch = self.queued(csv(ROWS))
        self.manager.active = False
        self.turn()
        self.assertEqual(batch.state, "failed")

    # cancel

    def test_a_waiting_file_is_called_off_at_once(self):
        batch = self.queued(csv(ROWS))
        state = self.rpc(self.manager, "callcenter.list", "import_cancel", batch.id)
        self.assertEqual(state["state"], "cancelled")
        self.turn()
        self.assertEqual(batch.state, "cancelled")
        self.assertFalse(self.numbers(batch))

    def test_a_running_file_is_called_off_between_two_chunks(self):
        batch = self.queued(csv(ROWS))
        model = self.registry["callcenter.list"]
        judge = model._import_judge

        def cancelled_meanwhile(batch, cleaning):
            self.rpc(self.manager, "callcenter.list", "import_cancel", batch.id)
            return judge(batch, cleaning)

        with patch.object(callcenter_list_state, "PAUSE", 0), patch.object(model, "_import_judge", cancelled_meanwhile):
            self.turn()
        self.assertEqual(batch.state, "cancelled")
        self.assertFalse(self.numbers(batch))
        self.assertTrue(self.state(batch)["can_run_again"])

    def test_a_cut_off_run_that_was_called_off_does_not_start_again(self):
        batch = self.queued(csv(ROWS))
        self.stopped(batch)
        self.rpc(self.manager, "callcenter.list", "import_cancel", batch.id)
        self.turn()
        self.assertEqual(batch.state, "cancelled")
