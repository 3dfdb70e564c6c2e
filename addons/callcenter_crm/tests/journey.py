"""What a journey needs: people who do their job in Chromium, in their own language."""

from odoo.tests import HttpCase

LANGUAGES = ("en_US", "zh_CN")


class JourneyCase(HttpCase):
    """``walk`` runs a tour of ``static/tests/tours`` as a user in a language. Selectors must not depend on it."""

    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def walk(self, tour, user, lang, url="/odoo", **options):
        """Run ``tour`` from ``url`` as ``user`` (its password is its login) with pages in ``lang``."""
        user.lang = lang
        self.start_tour(url, tour, login=user.login, timeout=180, **options)
        self.env.invalidate_all()
