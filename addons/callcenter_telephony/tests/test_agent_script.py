"""The script beside the own call: which one, filled with what the agent may see, for nobody else."""

import time

from odoo.exceptions import AccessError

from ..connector.ledger import Batch
from .common import TelephonyCase, answered_call


class TestAgentScript(TelephonyCase):
    def setUp(self):
        super().setUp()
        self.env["callcenter.script"].search([]).active = False  # those of the demo
        self.store.write(Batch(calls=[answered_call(at=time.time() - 70)]))
        self.call = self.env["callcenter.call"].search([("key", "=", "test-node:1.1")])
        self.caller = self.env["res.partner"].create({"name": "王磊", "city": "上海"})
        self.call.partner_id = self.caller

    def script(self, name, text="<p>{{name}}, {{city}}, {{agent}}</p>", **vals):
        script = self.env["callcenter.script"].create({"name": name, **vals})
        step = {"script_id": script.id, "name": "Ask", "kind": "choice", "text": text}
        step = self.env["callcenter.script.step"].create(step)
        self.env["callcenter.script.option"].create({"step_id": step.id, "name": "Yes"})
        script.action_use()
        return script

    def test_without_a_script_there_is_none(self):
        self.assertEqual(self.act(self.agent, "script", self.call.key), {"id": False})
        self.script("Draft").action_draft()
        self.assertEqual(self.act(self.agent, "script", self.call.key), {"id": False})
        self.assertIs(self.act(self.agent, "script", "demo:never.1"), False)

    def test_the_campaign_s_comes_first_then_the_queue_s_then_one_for_all(self):
        general = self.script("General")
        self.assertEqual(self.act(self.agent, "script", self.call.key)["id"], general.id)
        self.env["callcenter.script.run"].search([]).unlink()
        queue = self.script("Queue", queue_ids=[(4, self.call.queue_id.id)])
        self.assertEqual(self.act(self.agent, "script", self.call.key)["id"], queue.id)
        self.env["callcenter.script.run"].search([]).unlink()
        campaign = self.env["callcenter.campaign"].create({"name": "Spring"})
        spring = self.script("Spring", campaign_ids=[(4, campaign.id)])
        self.call.sudo().campaign_id = campaign
        shown = self.act(self.agent, "script", self.call.key)
        self.assertEqual(shown["id"], spring.id)
        self.assertEqual({row["id"] for row in shown["choices"]}, {spring.id, queue.id, general.id})

    def test_it_is_filled_with_what_the_card_shows(self):
        self.script("General")
        text = self.act(self.agent, "script", self.call.key)["step"]["text"]
        self.assertEqual(text, f"<p>王磊, 上海, {self.agent.name}</p>")

    def test_answers_are_kept_with_the_call_and_the_next_agent_goes_on(self):
        script = self.script("General")
        shown = self.act(self.agent, "script", self.call.key)
        step = shown["step"]
        shown = self.act(self.agent, "script_answer", self.call.key, script.id, step["id"], step["options"][0]["id"])
        self.assertTrue(shown["done"])
        self.assertEqual(self.act(self.agent, "script", self.call.key)["answers"], [{"title": "Ask", "value": "Yes"}])
        answer = self.env["callcenter.script.answer"].search([("call_id", "=", self.call.id)])
        self.assertEqual((answer.user_id, answer.value), (self.agent, "Yes"))
        shown = self.act(self.agent, "script_back", self.call.key, script.id)
        self.assertEqual(shown["step"]["value"], step["options"][0]["id"])
        self.assertTrue(answer.void)

    def test_another_agent_has_no_way_to_it(self):
        script = self.script("General")
        step = self.act(self.agent, "script", self.call.key)["step"]["id"]
        for method, args in (("script", ()), ("script_answer", (script.id, step)), ("script_back", (script.id,))):
            with self.subTest(method), self.assertRaises(AccessError):
                self.act(self.colleague, method, self.call.key, *args)

    def test_a_script_of_another_queue_is_refused(self):
        self.script("General")
        campaign = self.env["callcenter.campaign"].create({"name": "Spring"})
        secret = self.script("Secret", campaign_ids=[(4, campaign.id)])
        for method, args in (("script", ()), ("script_back", ())):
            with self.assertRaises(AccessError):
                self.act(self.agent, method, self.call.key, secret.id, *args)
