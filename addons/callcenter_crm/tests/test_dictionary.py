from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestDictionary(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dictionary = cls.env["callcenter.dictionary"].create(
            {"name": "Experience", "code": "experience", "item_ids": [Command.create({"name": n}) for n in "ab"]}
        )
        cls.first, cls.second = cls.dictionary.item_ids

    def below(self, parent, name):
        return self.env["callcenter.dictionary.item"].create(
            {"dictionary_id": self.dictionary.id, "parent_id": parent.id, "name": name}
        )

    def test_items_are_numbered_in_tree_order(self):
        child = self.below(self.first, "c")
        self.assertEqual(self.dictionary._callcenter_items("experience"), self.first + child + self.second)
        self.assertEqual(child.display_name, "a / c")

    def test_one_item_at_most_is_the_default(self):
        self.first.is_default = True
        self.second.is_default = True
        self.assertEqual(self.dictionary._callcenter_default("experience"), self.second)
        self.assertFalse(self.first.is_default)

    def test_an_item_stands_neither_below_itself_nor_in_two_dictionaries(self):
        child = self.below(self.first, "c")
        with self.assertRaises(UserError):
            self.first.parent_id = child
        with self.assertRaises(ValidationError):
            self.first.parent_id = self.env.ref("callcenter_crm.item_intent_a")

    def test_a_used_item_is_archived_with_what_is_above_it_and_the_rest_deleted(self):
        used, free = self.below(self.first, "used"), self.below(self.first, "free")
        self.env["callcenter.campaign"].create({"name": "x", "code": "x", "source_id": used.id})
        (self.first + self.second).unlink()
        self.assertFalse((free + self.second).exists())
        self.assertEqual((self.first + used).mapped("active"), [False, False])
        with self.assertRaises(UserError):
            self.dictionary.unlink()

    def test_everybody_reads_and_only_administrators_write(self):
        for role in ("agent", "leader", "qa", "manager"):
            self.assertTrue(self.rpc(self.users[role], "callcenter.dictionary.item", "read", [self.first.id], ["name"]))
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.dictionary.item", "write", [self.first.id], {"name": "x"})
        self.rpc(self.users["admin"], "callcenter.dictionary.item", "write", [self.first.id], {"name": "z"})
        self.assertEqual(self.first.name, "z")
