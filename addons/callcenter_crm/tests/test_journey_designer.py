from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyDesigner(JourneyCase):
    """An administrator makes sections and a field on one page, moves it by keyboard and hides it from agents."""

    def journey(self, lang):
        self.addCleanup(self.registry.reset_changes)
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        admin, agent, leader = (new_user(self, f"design_{role}", role) for role in ("admin", "agent", "leader"))
        self.walk("callcenter_design", admin, lang, "/odoo/fields-and-forms")
        field = self.env["callcenter.field"].search([("code", "=", "designed_field")])
        self.assertEqual((field.model, field.section_id.name), ("res.partner", "Designed Gold"))
        self.assertEqual(field.with_context(lang="zh_CN").label, "中文 Designed Field")
        for user, seen in ((agent, False), (leader, True)):
            arch = self.env["res.partner"].with_user(user).get_views([[False, "form"]])["views"]["form"]["arch"]
            self.assertEqual("x_cc_designed_field" in arch, seen)

    def test_journey_in_english(self):
        self.journey("en_US")

    def test_journey_in_chinese(self):
        self.journey("zh_CN")
