"""A file becomes contacts, in the background, whole or not at all."""

import io
from contextlib import suppress
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.callcenter_crm.models import callcenter_list_run, callcenter_list_state
from odoo.addons.callcenter_crm.tools.importing import Refused

from .importing import ImportCase, csv, xlsx

ROWS = [
    ["陈建华", "13800000001", "男", "广东 深圳", ""],
    ["林晓燕", "１３８-0000-0002", "女", "广东 广州", "多行"],
    ["王志强", "+86 13800000003", "", "上海", ""],
]


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

    def state(self, batch, user=None):
        return self.rpc(user or self.manager, "callcenter.list", "import_state", batch.id)

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

    # undo, and again

    def undo(self, batch):
        return self.rpc(self.manager, "callcenter.list", "import_undo", batch.id)

    def test_an_undo_takes_all_away_that_nobody_has_touched(self):
        batch = self.imported(csv(ROWS))
        self.assertTrue(self.state(batch)["can_undo"])
        state = self.undo(batch)
        self.assertEqual((state["state"], state["undone"], state["stayed"]), ("undone", 3, 0))
        self.assertFalse(self.numbers(batch))
        with self.assertRaises(UserError):
            self.undo(batch)

    def test_contacts_that_were_called_followed_up_allocated_or_recycled_stay(self):
        rows = [[str(n), f"1380000000{n}", "", "", ""] for n in range(6)]
        batch = self.imported(csv(rows))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        contacts[0].write({"attempts": 1, "last_at": fields.Datetime.now()})
        self.env["callcenter.followup"].create({"contact_id": contacts[1].id, "disposition_id": self.solved.id})
        contacts[2].user_id = self.agent
        contacts[3].department_id = self.team
        self.env["callcenter.contact"].create(
            {"campaign_id": self.other.id, "number": contacts[4].number, "origin_id": contacts[4].id}
        )
        self.assertIn("5 stay", self.state(batch)["undo_note"])
        state = self.undo(batch)
        self.assertEqual((state["undone"], state["stayed"]), (1, 5))
        self.assertEqual(self.numbers(batch), ["00", "01", "02", "03", "04"])

    def test_contacts_recalled_from_their_agent_go(self):
        batch = self.imported(csv(ROWS))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        contacts.user_id = self.agent
        self.assertFalse(self.state(batch)["can_undo"])
        contacts.user_id = False
        self.assertEqual(self.undo(batch)["undone"], 3)

    def test_an_undone_file_is_imported_again_with_the_same_settings(self):
        batch = self.imported(csv(ROWS), customers="link")
        self.undo(batch)
        self.rpc(self.manager, "callcenter.list", "import_again", batch.id)
        self.turn()
        self.assertEqual((batch.state, batch.rows_taken, batch.cleaning["customers"]), ("done", 3, "link"))

    def test_another_file_takes_the_settings_along(self):
        batch = self.imported(csv(ROWS), customers="link")
        lists = self.env["callcenter.list"].with_user(self.manager)
        again = lists._import_upload("十二月.csv", io.BytesIO(csv(ROWS)), 0, batch.id)
        self.assertNotEqual(again.id, batch.id)
        look = self.rpc(self.manager, "callcenter.list", "import_look", again.id)
        self.assertEqual([column["field"] for column in look["columns"]], [column["field"] for column in batch.columns])
        self.assertEqual(look["cleaning"]["customers"], "link")

    def test_a_batch_is_not_imported_twice(self):
        batch = self.imported(csv(ROWS))
        for method, args in (("import_run", (self.columns(), {})), ("import_again", ()), ("import_look", ())):
            with self.assertRaises(UserError):
                self.rpc(self.manager, "callcenter.list", method, batch.id, *args)

    # files that cannot be read

    def test_a_file_that_cannot_be_read_is_told_in_a_sentence(self):
        for data, name in ((b"", "a.csv"), (b"PK\x03\x04 cut off", "a.xlsx"), (b"\xd0\xcf\x11\xe0 cut off", "a.xls")):
            batch = self.load(data, name=name)
            look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
            self.assertRegex(look["error"], r"^Th(e file|is) .*\.$", name)
            self.rpc(self.manager, "callcenter.list", "import_run", batch.id, self.columns(), {})
            self.turn()
            self.assertEqual((batch.state, batch.error), ("failed", look["error"]))

    def test_every_refusal_has_a_sentence(self):
        lists = self.env["callcenter.list"]
        other = lists._import_refusal(Refused("nobody knows"))
        codes = (
            "empty truncated encrypted password bomb mislabelled too_many_rows too_many_columns no_table "
            "tool_missing too_long too_large encoding"
        )
        sentences = {lists._import_refusal(Refused(code, limit=5, name="x", found="y")) for code in codes.split()}
        self.assertEqual(len(sentences), len(codes.split()))
        self.assertNotIn(other, sentences)

    # templates

    def test_a_template_is_offered_for_its_header(self):
        batch = self.load(xlsx(ROWS))
        columns = self.columns(fields=["name", "number", False, "city", "remark"])
        saved = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "深圳渠道", columns)
        look = self.rpc(self.leader, "callcenter.list", "import_look", self.load(xlsx(ROWS), user=self.leader).id)
        self.assertEqual(look["template"], saved)
        self.assertEqual([column["field"] for column in look["columns"]], ["name", "number", False, "city", "remark"])
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id, {}, False)
        self.assertFalse(look["template"])

    def test_a_template_of_the_same_name_is_replaced(self):
        batch = self.load(xlsx(ROWS))
        first = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "A", self.columns())
        again = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "A", self.columns())
        self.assertEqual(first["id"], again["id"])

    def test_the_sample_has_the_columns_that_may_be_filled(self):
        name, data = self.env["callcenter.list"].with_user(self.leader)._import_sample_file()
        self.assertTrue(name.endswith(".xlsx"))
        batch = self.load(data, name=name)
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        fields_found = [column["field"] for column in look["columns"]]
        self.assertEqual(fields_found, [field["name"] for field in look["fields"]][: len(fields_found)])
