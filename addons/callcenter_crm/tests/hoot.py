"""Runs an addon's unit tests of browser code (HOOT) in Chromium."""

from odoo.tests import HttpCase


def job_id(suite: str) -> str:
    """Return the id by which the test page knows a suite: the 32-bit hash of its name in eight hex digits."""
    value = 0
    for char in suite:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class HootCase(HttpCase):
    browser_size = "1366x768"

    def run_suite(self, suite: str) -> None:
        """Run the tests of ``suite`` (``@addon``); fails with what HOOT said of each test that failed."""
        told = []

        def ends_run(message: str) -> bool:
            """HOOT tells each failed test by one console error and sums up at the end."""
            told.append(message)
            return "[HOOT]" not in message

        try:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={job_id(suite)}",
                "",
                "",
                login="admin",
                timeout=300,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=ends_run,
            )
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *told])) from None
