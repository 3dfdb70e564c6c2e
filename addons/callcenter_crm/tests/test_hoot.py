from odoo.tests import no_retry, tagged

from .hoot import HootCase, job_id


@tagged("post_install", "-at_install")
class TestHoot(HootCase):
    def test_the_page_s_own_ids(self):
        # as web's tests know them
        self.assertEqual(job_id("@web/core"), "e39ce9ba")

    @no_retry
    def test_unit_tests_of_the_browser_code(self):
        self.run_suite("@callcenter_crm")
