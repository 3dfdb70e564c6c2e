from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@callcenter_telephony"


def job_id(name):
    """Return HOOT's id of a suite: the 32-bit hash of its name in eight hex digits."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


def ends_run(message):
    """Return whether a console error ends the run: HOOT tells each failed test by one and sums up at the end."""
    return "[HOOT]" not in message


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """Phone bar, browser phone, workspace, player: the unit tests in ``static/tests``."""

    browser_size = "1366x768"

    @no_retry
    def test_unit_tests_of_the_browser_code(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={job_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=ends_run,
        )
