import json
import re

from odoo.exceptions import AccessError, UserError

from .common import CallcenterCase

# one mobile number in several spellings, one of a landline, one from abroad
RAW = ("13800135021", "02158876234", "14155550137")
SHOWN = ("138****5021", "021****6234", "+141****0137")


def leaks(value):
    """Return which of the known numbers stand in ``value`` (anything that json takes), in whatever spelling."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    plain = re.sub(r"(?<=\d)[\s().-]{1,2}(?=\d)", "", text)
    return [number for number in (*RAW, RAW[1][1:]) if number in plain]


class MaskingCase(CallcenterCase):
    """The company masks numbers; ``self.agent`` sees none, the manager all; a customer has ``RAW``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader, cls.manager, cls.admin = (cls.users[role] for role in ("leader", "manager", "admin"))
        cls.customer.write({"phone": "138 0013 5021", "user_id": cls.agent.id})
        cls.env["callcenter.number"].create(
            [{"partner_id": cls.customer.id, "number": number} for number in ("021-58876234", "+1 415 555 0137")]
        )
        cls.env.company.callcenter_mask_numbers = True

    def rpc(self, user, model, method, *args, **kwargs):
        # each call is a transaction of its own
        self.env.cr.cache.clear()
        return super().rpc(user, model, method, *args, **kwargs)

    def refused(self, user, model, method, *args, **kwargs):
        """Return the words with which the call is refused; fail where it is not."""
        try:
            with self.env.cr.savepoint():
                self.rpc(user, model, method, *args, **kwargs)
        except (AccessError, UserError) as error:
            return str(error)
        self.fail(f"{model}.{method} was not refused")

    def raw(self, record, name="phone"):
        self.env.invalidate_all()
        return record.sudo()[name]
