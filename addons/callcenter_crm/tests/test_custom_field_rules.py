"""What an administrator decides of a field: default, required, unique, kind, words, archive and removal."""

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .fields_common import FieldCase


@tagged("post_install", "-at_install")
class TestCustomFieldRules(FieldCase):
    def new_customer(self, user=None, **vals):
        [partner] = self.rpc(user or self.agent, "res.partner", "create", [{"name": "n", **vals}])
        return self.env["res.partner"].browse(partner)

    # default

    def test_new_records_have_the_default_of_each_kind(self):
        self.dictionary.item_ids[1].is_default = True
        self.define("Word", default_text="hello")
        self.define("Number", "integer", default_number=7)
        self.define("Agreed", "boolean", default_yes=True)
        self.define("Since", "date", default_now=True)
        self.define("Maker", "user", default_now=True)
        self.define("One", "item", dictionary_id=self.dictionary.id)
        self.define("Several", "items", dictionary_id=self.dictionary.id, default_item_ids=self.items[:2].ids)
        made = self.new_customer()
        self.assertEqual((made.x_cc_word, made.x_cc_number, made.x_cc_agreed), ("hello", 7, True))
        self.assertEqual(made.x_cc_since, fields.Date.context_today(made.with_user(self.agent)))
        self.assertEqual((made.x_cc_maker, made.x_cc_one), (self.agent, self.items[1]))
        self.assertEqual(made.x_cc_several, self.items[:2])
        self.assertEqual(self.new_customer(x_cc_word="other").x_cc_word, "other")

    def test_the_dictionary_s_default_follows_the_dictionary(self):
        self.define("One", "item", dictionary_id=self.dictionary.id)
        self.assertFalse(self.new_customer().x_cc_one)
        self.items[2].is_default = True
        self.assertEqual(self.new_customer().x_cc_one, self.items[2])

    def test_a_hidden_field_has_its_default_and_does_not_tell_it(self):
        self.define("Secret", right="hidden", default_text="told")
        self.assertEqual(self.rpc(self.leader, "res.partner", "default_get", ["x_cc_secret"]), {"x_cc_secret": "told"})
        self.assertEqual(self.rpc(self.agent, "res.partner", "default_get", ["x_cc_secret"]), {})
        self.assertEqual(self.new_customer().x_cc_secret, "told")

    def test_colleagues_have_no_defaults_of_customers(self):
        self.define("Word", default_text="hello")
        user = self._new_user("cc_new", "agent")
        self.assertFalse(user.partner_id.x_cc_word)

    # unique

    def test_a_unique_value_is_refused_and_the_record_in_the_way_named_to_who_sees_it(self):
        self.define("Card", unique=True)
        self.other_customer.user_id = self.users["manager"]
        self.other_customer.x_cc_card = "A-1"
        with self.assertRaisesRegex(ValidationError, self.other_customer.name):
            self.rpc(self.users["manager"], "res.partner", "write", [self.customer.id], {"x_cc_card": " a-1 "})
        with self.assertRaisesRegex(ValidationError, "not yours to see"):
            self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"x_cc_card": "A-1"})
        self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"x_cc_card": "A-2"})
        self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"x_cc_card": "A-2"})

    def test_a_unique_value_is_not_given_twice_at_once_nor_copied(self):
        self.define("Card", unique=True)
        with self.assertRaises(ValidationError):
            self.rpc(self.leader, "res.partner", "create", [{"name": n, "x_cc_card": "B"} for n in "xy"])
        with self.assertRaises(ValidationError):
            self.rpc(self.leader, "res.partner", "write", (self.customer + self.other_customer).ids, {"x_cc_card": "B"})
        self.customer.x_cc_card = "B"
        [copy] = self.rpc(self.leader, "res.partner", "copy", [self.customer.id])
        self.assertFalse(self.env["res.partner"].browse(copy).x_cc_card)
        # nothing is no value
        self.rpc(self.leader, "res.partner", "create", [{"name": n, "x_cc_card": ""} for n in "xy"])

    def test_the_database_itself_keeps_values_unique_and_its_refusal_is_said_in_words(self):
        field = self.define("Card", unique=True)
        self.customer.x_cc_card = "C"
        self.env.flush_all()
        query = "UPDATE res_partner SET x_cc_card = 'c' WHERE id = %s"
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation) as caught,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(query, [self.other_customer.id])
        self.assertIn("Card", self.env["res.partner"]._sql_error_to_message(caught.exception))
        field.unique = False
        self.cr.execute(query, [self.other_customer.id])

    def test_a_field_with_equal_values_does_not_become_unique(self):
        field = self.define("Card")
        (self.customer + self.other_customer).x_cc_card = "D"
        with self.assertRaisesRegex(UserError, "stand in several records"):
            field.unique = True
        with self.assertRaises(ValidationError):
            self.define("Long", "text", unique=True)

    # required

    def test_a_required_field_is_asked_of_people_not_of_the_system(self):
        self.define("Needed", required=True)
        self.env["res.partner"].create({"name": "by the system"})
        with self.assertRaises(ValidationError):
            self.new_customer()
        self.new_customer(x_cc_needed="x")
        with self.assertRaises(ValidationError):
            self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"x_cc_needed": False})
        self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"city": "x"})

    def test_a_required_field_is_on_the_form_whatever_is_ticked(self):
        self.define("Needed", required=True, in_form=False)
        self.define("Hidden", in_form=False)
        arch = self.rpc(self.agent, "res.partner", "get_views", [[False, "form"]])["views"]["form"]["arch"]
        self.assertIn("x_cc_needed", arch)
        self.assertNotIn("x_cc_hidden", arch)

    def test_nobody_is_asked_for_what_he_may_not_write(self):
        self.define("Needed", required=True, right="read")
        self.new_customer()
        with self.assertRaises(ValidationError):
            self.new_customer(self.leader)

    # kind

    def test_the_kind_of_an_empty_field_changes_and_that_of_a_filled_one_does_not(self):
        field = self.define("Changing")
        with self.assertRaises(UserError):
            field.code = "other"
        field.kind = "integer"
        self.assertEqual(self.env["res.partner"]._fields["x_cc_changing"].type, "integer")
        self.customer.x_cc_changing = 3
        with self.assertRaises(UserError):
            field.kind = "char"

    def test_every_kind_has_a_column_of_its_own(self):
        kinds = dict(self.env["callcenter.field"]._fields["kind"].selection)
        for kind in kinds:
            field = self.define(kind, kind, dictionary_id=self.dictionary.id if kind in ("item", "items") else False)
            column = self.env["res.partner"]._fields[field.name]
            self.assertTrue(column.store, kind)
            self.assertEqual(field.used_count, 0)
        product = self.env["product.product"].create({"name": "Gold fund"})
        self.customer.x_cc_product = product
        self.assertEqual(self.env["res.partner"].search([("x_cc_product", "ilike", "gold")]), self.customer)

    # words

    def test_a_field_is_named_in_all_languages_at_once(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        [field] = self.rpc(
            self.admin, "callcenter.field", "create", [{"labels": {"en_US": "Monthly Income", "zh_CN": "月收入"}}]
        )
        field = self.env["callcenter.field"].browse(field)
        self.assertEqual(field.code, "monthly_income")
        self.rpc(self.admin, "callcenter.field", "write", field.ids, {"helps": {"en_US": "Net", "zh_CN": "税后"}})
        for lang, words in (("en_US", ("Monthly Income", "Net")), ("zh_CN", ("月收入", "税后"))):
            partner = self.env["res.partner"].with_user(self.agent).with_context(lang=lang)
            told = partner.fields_get(["x_cc_monthly_income"], ["string", "help"])["x_cc_monthly_income"]
            self.assertEqual((told["string"], told["help"]), words)
        self.rpc(self.admin, "callcenter.field", "write", field.ids, {"labels": {"en_US": "Income", "zh_CN": ""}})
        self.assertEqual(field.with_context(lang="zh_CN").label, "Income")

    def test_codes_are_made_and_differ(self):
        made = self.define("月收入") + self.define("月收入") + self.define("3 Things")
        self.assertEqual(made.mapped("code"), ["field", "field_2", "field_3_things"])

    # archive and removal

    def test_an_archived_field_is_restored_with_its_data_and_deleted_only_when_that_is_said(self):
        field = self.define("Gone")
        self.customer.x_cc_gone = "kept"
        self.rpc(self.admin, "callcenter.field", "action_archive", field.ids)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["x_cc_gone"])
        self.rpc(self.admin, "callcenter.field", "action_unarchive", field.ids)
        [row] = self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["x_cc_gone"])
        self.assertEqual(row["x_cc_gone"], "kept")
        for archived in (False, True):
            field.active = not archived
            with self.assertRaises(UserError):
                self.rpc(self.admin, "callcenter.field", "unlink", field.ids)
        self.rpc(self.admin, "callcenter.field", "action_delete_with_data", field.ids)
        self.assertNotIn("x_cc_gone", self.env["res.partner"]._fields)

    def test_an_item_that_a_field_holds_is_archived_not_deleted(self):
        self.define("Several", "items", dictionary_id=self.dictionary.id)
        self.customer.x_cc_several = self.items[0]
        self.items[:2].unlink()
        self.assertEqual(self.items[0].active, False)
        self.assertFalse(self.items[1].exists())

    def test_other_workers_are_told(self):
        self.registry.registry_invalidated = False
        self.define("Live")
        self.assertTrue(self.registry.registry_invalidated)
        self.registry.cache_invalidated.clear()
        self.env["callcenter.field"].search([("code", "=", "live")]).in_list = True
        self.assertTrue({"default", "templates"} <= self.registry.cache_invalidated)
