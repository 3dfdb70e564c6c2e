import json
from unittest.mock import patch

from odoo.tests.common import tagged

from .masking_common import MaskingCase, leaks

TEXT = "打给 13800135021, office 021-58876234"


@tagged("post_install", "-at_install")
class TestMaskingDiscuss(MaskingCase):
    """What is written in a channel or on a record, as it is pushed to browsers and as it is read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel = cls.env["discuss.channel"].with_user(cls.manager)._create_channel(name="Team", group_id=None)
        cls.channel._add_members(users=cls.manager | cls.agent)
        (cls.manager | cls.agent).notification_type = "inbox"

    def pushed(self, act):
        """Return what ``act`` sends as ``[(record whose browsers get it, text)]``, and what ``act`` returns."""
        sent = []

        def keep(_self, target, kind, message):
            sent.append((target, json.dumps([kind, message], default=str, ensure_ascii=False)))

        self.env.flush_all()
        with patch.object(self.env.registry["bus.bus"], "_sendone", keep):
            result = act()
        return sent, result

    def to(self, sent, user):
        """Return the texts that browsers of ``user`` get."""
        return [text for target, text in sent if self._is_for(target, user)]

    def _is_for(self, target, user):
        record = target[0] if isinstance(target, tuple) else target
        return getattr(record, "_name", "") == "discuss.channel" or record in (user, user.partner_id)

    def post(self, user, record, text=TEXT, **more):
        return self.rpc(user, record._name, "message_post", record.ids, body=text, message_type="comment", **more)

    def last(self, record):
        return self.env["mail.message"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)], order="id desc", limit=1
        )

    def test_a_channel_pushes_masked_numbers_to_all_and_whole_ones_to_who_sees_them(self):
        for author in (self.manager, self.agent):
            with self.subTest(author=author.login):
                sent, _message = self.pushed(lambda author=author: self.post(author, self.channel))
                self.assertTrue(any("discuss.channel/new_message" in text for text in self.to(sent, self.agent)))
                self.assertFalse(leaks(self.to(sent, self.agent)))
                last = [text for text in self.to(sent, self.manager) if "body" in text][-1]
                self.assertTrue(leaks(last))
                self.assertIn(TEXT, self.raw(self.last(self.channel), "body"))

    def test_a_message_that_is_changed(self):
        self.post(self.manager, self.channel, "later")
        message = self.last(self.channel)
        change = self.channel.with_user(self.manager)._message_update_content
        sent, _none = self.pushed(lambda: change(message.with_user(self.manager), body=TEXT))
        self.assertTrue(self.to(sent, self.agent))
        self.assertFalse(leaks(self.to(sent, self.agent)))
        self.assertTrue(leaks(self.to(sent, self.manager)))

    def test_a_text_without_numbers_and_a_company_without_masking_push_once(self):
        for masks, text in ((True, "hello"), (False, TEXT)):
            self.env.company.callcenter_mask_numbers = masks
            sent, _message = self.pushed(lambda text=text: self.post(self.manager, self.channel, text))
            bodies = [each for each in self.to(sent, self.manager) if text in each]
            self.assertEqual(len(bodies), 1)

    def test_what_a_manager_writes_on_a_customer(self):
        people = (self.manager | self.agent).partner_id.ids
        sent, _message = self.pushed(lambda: self.post(self.leader, self.customer, partner_ids=people))
        for user, whole in ((self.agent, False), (self.manager, True)):
            told = [text for text in self.to(sent, user) if "mail.message/inbox" in text]
            self.assertTrue(told)
            self.assertEqual(bool(leaks(told)), whole)

    def test_what_is_read_of_a_channel(self):
        self.post(self.manager, self.channel)
        message = self.last(self.channel)
        for user, whole in ((self.agent, False), (self.manager, True)):
            read = self.rpc(user, "mail.message", "read", message.ids, ["body", "preview"])
            self.assertEqual(bool(leaks(read)), whole)
