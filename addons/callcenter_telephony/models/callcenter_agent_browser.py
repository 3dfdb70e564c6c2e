import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..moments import ms
from .callcenter_command import clean

BROWSER = re.compile(r"[0-9a-f-]{8,64}")
MOVES = ("talk", "hold", "preview")  # what of a call goes along to another browser
LARGEST = 2000  # characters of a call that is handed over


class CallcenterAgentBrowser(models.AbstractModel):
    """One active browser phone for each agent: the server says which browser has it, the last one that took it.

    A browser names itself by a random text that all its tabs know.
    """

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    phone_browser = fields.Char(readonly=True, copy=False, groups="base.group_system")
    phone_since = fields.Datetime(readonly=True, copy=False, groups="base.group_system")

    @api.model
    def desktop(self, browser=False):
        """As before. ``elsewhere``: since when (ms) another browser has the phone, False where none other has;
        ``phone_since``: since when anyone has it.

        ``phone`` is False there. Who opens the first page while signed in has the phone.
        """
        me = self._me()
        browser = self._browser(browser)
        signed_in = me.state != "offline" and me.phone_kind == "browser"
        if signed_in and browser and not me.phone_browser:
            me._take_phone(browser)
        elsewhere = bool(signed_in and browser and me.phone_browser != browser)
        desktop = super().desktop()
        if elsewhere:
            desktop["phone"] = False
        return {**desktop, "elsewhere": elsewhere and ms(me.phone_since), "phone_since": ms(me.phone_since)}

    @api.model
    def sign_in(self, phone_kind, browser=False):
        """As before; the browser that one signs in with has the phone."""
        me = self._me()
        browser = self._browser(browser)
        if me.state in ("ringing", "on_call") and phone_kind != me.phone_kind:
            raise UserError(self.env._("You are in a call. End it before you change the phone."))
        result = super().sign_in(phone_kind)
        me._take_phone(browser if phone_kind == "browser" else False)
        return result

    @api.model
    def use_phone_here(self, browser):
        """Make the asking browser the agent's phone; a talk comes along.

        Returns ``{"phone"}``, what it registers with. UserError while the phone rings or dials, or somebody is asked.
        """
        me = self._signed_in()
        browser = self._browser(browser)
        if me.phone_kind != "browser" or not browser:
            raise UserError(self.env._("Sign in with the browser phone first."))
        if me.state == "ringing":
            raise UserError(self.env._("Your phone rings on the other computer. Answer there, or wait until it stops."))
        if me.state == "on_call" and me.sub_state not in MOVES:
            raise UserError(
                self.env._("Finish dialling or asking on the other computer first, then use the phone here.")
            )
        me._take_phone(browser)
        return {"phone": me._phone()}

    @api.model
    def hand_over(self, kept):
        """Give the talk of this browser to the one that has the phone now; ``kept``: what that needs to take it up."""
        me = self._me()
        if not isinstance(kept, dict) or len(json.dumps(kept)) > LARGEST:
            raise ValidationError(self.env._("Which call?"))
        me.user_id._bus_send("callcenter/phone_call", {"browser": me.phone_browser, "kept": clean(kept)})
        return True

    # helpers

    @api.model
    def _browser(self, text):
        return text if isinstance(text, str) and BROWSER.fullmatch(text) else False

    def _take_phone(self, browser):
        """Write down which browser has the phone, and tell all of them."""
        self.write({"phone_browser": browser, "phone_since": fields.Datetime.now()})
        message = {"browser": browser, "kind": self.phone_kind, "since": ms(self.phone_since)}
        self.user_id._bus_send("callcenter/phone", message)
