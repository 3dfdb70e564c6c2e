from odoo.tests.common import tagged
from odoo.tools import SQL

from ..tools.masking import mask, mask_sql, mask_text, mask_text_sql, unmask_text
from .masking_common import SHOWN, MaskingCase, leaks

NUMBERS = {
    "13800135021": "138****5021",
    "+8613800135021": "138****5021",
    "+86 138 0013 5021": "138****5021",
    "0086-138-0013-5021": "138****5021",
    "１３８００１３５０２１": "138****5021",
    "021-58876234": "021****6234",
    "+862158876234": "+862****6234",
    "+1 (415) 555-0137": "+141****0137",
    "58876234": "****6234",
    "138****5021": "138****5021",
    "1001": "1001",
    "95588": "95588",
    "ask his wife": "****",
    "": "",
}
TEXTS = {
    "回电 13800135021 谢谢": "回电 138****5021 谢谢",
    "手机138-0013-5021": "手机138****5021",
    "call +1 415 555 0137.": "call +1****0137.",
    "(021)58876234 or 021-58876234": "(021****6234 or 021****6234",
    "S00012 on 2026-11-22 at 08:45, 12345678.90": "S00012 on 2026-11-22 at 08:45, 12345678.90",
    "rec_13800135021.wav": "rec_138****5021.wav",
}


@tagged("post_install", "-at_install")
class TestMasking(MaskingCase):
    def test_the_middle_of_a_number_is_hidden_in_python_and_in_sql_alike(self):
        for number, shown in NUMBERS.items():
            with self.subTest(number=number):
                self.assertEqual(mask(number), shown)
                if number != shown:
                    self.assertEqual(self._sql(mask_sql, number), shown)

    def test_numbers_in_texts_are_hidden_and_nothing_else(self):
        for text, shown in TEXTS.items():
            with self.subTest(text=text):
                self.assertEqual(mask_text(text), shown)
                self.assertEqual(self._sql(mask_text_sql, text), shown)

    def _sql(self, function, text):
        return self.env.execute_query(SQL("SELECT %s", function(SQL("%s::text", text))))[0][0]

    def test_a_text_that_comes_back_keeps_its_numbers(self):
        before = "13800135021, wife 13800130003"
        self.assertEqual(unmask_text("138****5021, wife 138****0003, calls at 9", before), f"{before}, calls at 9")

    def test_the_agent_reads_masked_numbers_and_the_manager_whole_ones(self):
        for user, *shown in (
            (self.agent, SHOWN[0], SHOWN[0]),
            (self.manager, "138 0013 5021", "+8613800135021"),
        ):
            [row] = self.rpc(user, "res.partner", "read", [self.customer.id], ["phone", "phone_sanitized"])
            self.assertEqual([row["phone"], row["phone_sanitized"]], shown)

    def test_masked_fields_are_still_computed_where_another_addon_names_them_again(self):
        for name, model in self.env.items():
            field = model._fields.get("phone_sanitized")
            if field and not model._abstract and hasattr(model, "_compute_phone_sanitized"):
                with self.subTest(model=name):
                    self.assertTrue(field.compute)
        lead = self.env["crm.lead"].create({"name": "Plan", "phone": "138 0013 5099"})
        self.assertEqual(lead.phone_sanitized, "+8613800135099")

    def test_nothing_is_masked_while_the_company_does_not(self):
        self.env.company.callcenter_mask_numbers = False
        [row] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["phone"])
        self.assertEqual(row["phone"], "138 0013 5021")
        self.env.company.callcenter_mask_numbers = True
        [row] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["phone"])
        self.assertEqual(row["phone"], SHOWN[0])

    def test_a_form_that_comes_back_masked_destroys_nothing(self):
        vals = {"phone": SHOWN[0], "city": "深圳"}
        [row] = self.rpc(self.agent, "res.partner", "web_save", [self.customer.id], vals, {"phone": {}, "city": {}})
        self.assertEqual((row["phone"], row["city"]), (SHOWN[0], "深圳"))
        self.assertEqual(self.raw(self.customer), "138 0013 5021")

    def test_a_masked_number_that_is_not_the_records_own_is_refused(self):
        self.assertIn(
            "139****5021",
            self.refused(self.agent, "res.partner", "write", [self.customer.id], {"phone": "139****5021"}),
        )
        self.refused(self.agent, "res.partner", "create", [{"name": "x", "phone": SHOWN[0]}])
        self.refused(self.agent, "res.partner", "write", [self.customer.id], {"phone": "1380013****"})

    def test_an_agent_types_a_new_number_sees_it_while_typing_and_masked_afterwards(self):
        typed = {"phone": "13912345678", "country_id": self.env.ref("base.cn").id}
        spec = {"phone": {}, "country_id": {}}
        answer = self.rpc(self.agent, "res.partner", "onchange", [self.customer.id], typed, ["phone"], spec)
        self.assertIn("5678", answer["value"].get("phone", "13912345678"))
        self.assertNotIn("****", answer["value"].get("phone", ""))
        [row] = self.rpc(
            self.agent, "res.partner", "web_save", [self.customer.id], {"phone": "13912345678"}, {"phone": {}}
        )
        self.assertEqual(row["phone"], "139****5678")
        self.assertEqual(self.raw(self.customer), "13912345678")
        self.assertIn("+8613912345678", self.customer.callcenter_numbers.mapped("number"))

    def test_a_copy_has_the_number_and_shows_it_masked(self):
        [copy] = self.rpc(self.agent, "res.partner", "copy", [self.customer.id])
        copy = self.env["res.partner"].browse(copy)
        self.assertEqual(self.raw(copy), "138 0013 5021")
        self.assertFalse(leaks(self.rpc(self.agent, "res.partner", "read", copy.ids, ["phone", "display_name"])))

    def test_search_and_groups_know_what_is_shown_and_no_more(self):
        def found(user, *domain):
            return self.rpc(user, "res.partner", "search_count", [("id", "=", self.customer.id), *domain])

        for operator, value in (("=", "138 0013 5021"), ("=like", "138 00%"), ("ilike", "0013")):
            with self.subTest(operator=operator):
                self.assertTrue(found(self.manager, ("phone", operator, value)))
                self.assertFalse(found(self.agent, ("phone", operator, value)))
        self.assertTrue(found(self.agent, ("phone", "ilike", "5021")))
        above, below = ("phone", ">", "138 0013 5020"), ("phone", ">", "138 0013 5022")
        self.assertNotEqual(found(self.manager, above), found(self.manager, below))
        self.assertEqual(found(self.agent, above), found(self.agent, below))
        [group] = self.rpc(
            self.agent,
            "res.partner",
            "formatted_read_group",
            [("id", "=", self.customer.id)],
            ["phone"],
            ["phone:array_agg"],
        )
        self.assertEqual((group["phone"], group["phone:array_agg"]), (SHOWN[0], [SHOWN[0]]))
