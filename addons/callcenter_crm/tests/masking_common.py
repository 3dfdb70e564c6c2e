import json
import re

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import CallcenterCase

# one mobile number in several spellings, one of a landline, one from abroad
RAW = ("13800135021", "02158876234", "14155550137")
SHOWN = ("138****5021", "021****6234", "+141****0137")

# of each model the newest records are looked at
NEWEST = 40
REFUSALS = (AccessError, UserError, ValidationError, ValueError, NotImplementedError)
GROUPED = ("char", "text", "many2one", "selection")


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

    def sweep(self, user, only=""):
        """Return ``{model: [way]}`` by which ``user`` gets a known number: all fields, names, groups and exports.

        :param str only: models whose name begins so
        """
        found = {}
        for Model in self.models(user, only):
            for way, got in self.ways(Model):
                if leaks(got):
                    found.setdefault(Model._name, []).append(way)
        return found

    def models(self, user, only):
        for name in sorted(name for name in self.env.registry if name.startswith(only)):
            Model = self.env[name].with_user(user)
            if not Model._abstract and not Model._transient and Model._auto and Model.has_access("read"):
                yield Model

    def ways(self, Model):
        """Yield ``(way, what the user gets by it)``."""
        try:
            rows = Model.search([], order="id desc", limit=NEWEST)
        except REFUSALS:
            return
        if not rows:
            return
        names = [name for name, field in Model.fields_get(attributes=("type",)).items() if field["type"] != "binary"]
        for name in names:
            yield f"read {name}", self.tried(rows.read, [name])
            yield f"export {name}", self.tried(rows.export_data, [name])
        yield "web_read", self.tried(rows.web_read, {"display_name": {}})
        yield "name_search", self.tried(Model.name_search, "", limit=NEWEST)
        for number in RAW:
            yield f"name_search {number}", self.tried(Model.name_search, number, limit=NEWEST)
        domain = [("id", "in", rows.ids)]
        for name in names:
            if (field := Model._fields[name]).type in GROUPED and field.store:
                yield f"group {name}", self.tried(Model.formatted_read_group, domain, [name], [f"{name}:array_agg"])

    def tried(self, method, *args, **kwargs):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(flush=False):
                return method(*args, **kwargs)
        except REFUSALS as error:
            # what a refusal says counts as well
            return str(error)
