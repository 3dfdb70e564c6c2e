from odoo.tests.common import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@callcenter_crm"


def job_id(name):
    """Return the id by which the test page knows a suite: a hash of its name."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    def test_the_page_s_own_ids(self):
        # as web's tests know them
        self.assertEqual(job_id("@web/core"), "e39ce9ba")

    def test_unit_tests_of_the_browser_code(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={job_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
