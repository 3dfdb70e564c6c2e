import json

from odoo.http import Request
from odoo.tests.common import HttpCase, tagged

from .masking_common import MaskingCase, leaks


@tagged("post_install", "-at_install")
class TestMaskingHttp(MaskingCase, HttpCase):
    """What a browser gets by Odoo's own addresses: chatter, activities, export, files, errors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent.group_ids += cls.env.ref("base.group_allow_export")
        text = "回电 13800135021, office 021-58876234"
        cls.customer.write({"comment": text, "name": "王磊 13800135021"})
        cls.message = cls.customer.message_post(body=text, subject=text, partner_ids=cls.agent.partner_id.ids)
        cls.customer.activity_schedule(user_id=cls.agent.id, summary=text, note=text)

    def ask(self, url, **params):
        """Return what the page gets from a JSON address, errors included."""
        self.env.flush_all()
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self.url_open(url, data=body, headers={"Content-Type": "application/json"})
        return json.loads(answer.text)

    def looked_at(self):
        """Yield ``(what, answer)`` of all that shows the customer."""
        thread = {"thread_model": "res.partner", "thread_id": self.customer.id}
        yield "chatter", self.ask("/mail/thread/messages", **thread)
        yield (
            "thread",
            self.ask("/mail/data", fetch_params=[["mail.thread", {**thread, "request_list": ["activities"]}]]),
        )
        yield "inbox", self.ask("/mail/inbox/messages")
        yield "start", self.ask("/mail/data", fetch_params=["init_messaging", "systray_get_activities"])
        for method, args, kwargs in (
            ("web_read", [[self.customer.id]], {"specification": {"phone": {}, "display_name": {}, "comment": {}}}),
            ("web_search_read", [[["id", "=", self.customer.id]]], {"specification": {"phone": {}, "name": {}}}),
            ("web_name_search", ["", {"display_name": {}, "phone": {}}], {}),
            ("get_formview_action", [[self.customer.id]], {}),
            ("activity_format", [[self.customer.activity_ids[:1].id]], {}),
        ):
            model = "mail.activity" if method == "activity_format" else "res.partner"
            call = {"model": model, "method": method, "args": args, "kwargs": kwargs}
            yield method, self.ask(f"/web/dataset/call_kw/{model}/{method}", **call)
        yield "export", self.export("csv")
        yield (
            "refusal",
            self.ask(
                "/web/dataset/call_kw/callcenter.number/create",
                model="callcenter.number",
                method="create",
                args=[[{"partner_id": self.customer.id, "number": "138****5021"}, {"partner_id": self.customer.id}]],
                kwargs={},
            ),
        )
        yield "card", self.url_open(f"/web_partner/vcard?partner_ids={self.customer.id}").text

    def export(self, kind):
        fields = [{"name": name, "label": name} for name in ("name", "phone", "callcenter_numbers/number")]
        data = {"model": "res.partner", "fields": fields, "ids": [self.customer.id], "domain": []}
        data |= {"import_compat": False, "context": {}, "groupby": []}
        form = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        return self.url_open(f"/web/export/{kind}", data=form).text

    def test_an_agents_page_gets_masked_numbers_only(self):
        self.authenticate(self.agent.login, self.agent.login)
        for what, got in self.looked_at():
            with self.subTest(what=what):
                self.assertTrue(got)
                self.assertFalse(leaks(got))

    def test_a_managers_page_gets_them_whole(self):
        self.authenticate(self.manager.login, self.manager.login)
        found = {what for what, got in self.looked_at() if leaks(got)}
        self.assertLessEqual({"chatter", "web_read", "web_search_read", "export"}, found)
