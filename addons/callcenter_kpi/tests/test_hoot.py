from odoo.tests import no_retry, tagged

from odoo.addons.callcenter_crm.tests.hoot import HootCase


@tagged("post_install", "-at_install")
class TestHoot(HootCase):
    """The dashboard: the unit tests in ``static/tests``."""

    @no_retry
    def test_unit_tests_of_the_browser_code(self):
        self.run_suite("@callcenter_kpi")
