from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneySetup(JourneyCase):
    """The business administrator goes by the checklist; it ticks itself off."""

    def journey(self, lang):
        admin = CallcenterCase._new_user.__func__(type(self), "journey_setup", "admin")
        menu = self.env.ref("callcenter_crm.callcenter_menu_department")
        steps = self.env["callcenter.setup.step"]
        steps.search([]).active = False
        steps.create(
            [
                {"name": "Journey Rooms", "menu_id": menu.id, "domain": "[('name', '=', 'Journey Room')]"},
                {"name": "Journey Look", "menu_id": menu.id, "tick": "hand"},
                {"name": "Journey Later", "menu_id": menu.id, "tick": "hand"},
            ]
        )
        self.walk("callcenter_setup", admin, lang, url="/odoo/set-up")

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")
