from itertools import count

from odoo import Command
from odoo.tests.common import TransactionCase

from odoo.addons.callcenter_telephony.connector.ledger import Batch, Call, Leg
from odoo.addons.callcenter_telephony.connector.sink_ledger import write_ledger
from odoo.addons.callcenter_telephony.connector.sink_names import Names

NODE = "kpi-test"
EXTENSIONS = {"agent1": "9901", "agent2": "9902", "leader": "9903"}


class KpiCase(TransactionCase):
    """A node with queues ``service`` and ``sales`` and three agents; calls are booked as the connector books them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.tz = "Asia/Shanghai"
        cls.node = cls.env["callcenter.node"].create({"name": "Test", "code": NODE})
        cls.queues = {
            code: cls.env["callcenter.queue"].create({"name": code, "code": code, "node_id": cls.node.id})
            for code in ("service", "sales")
        }
        cls.users = {name: cls._new_user(f"kpi_{name}", name) for name in ("qa", "manager", "admin")}
        cls.agents = {}
        for name, extension in EXTENSIONS.items():
            user = cls.users[name] = cls._new_user(f"kpi_{name}", name.rstrip("12"))
            endpoint = cls.env["callcenter.endpoint"].create(
                {"extension": extension, "name": name, "node_id": cls.node.id}
            )
            cls.agents[name] = cls.env["callcenter.agent"].create({"user_id": user.id, "endpoint_id": endpoint.id})
        cls.dids = [
            cls.env["callcenter.did"].create(
                {"number": number, "node_id": cls.node.id, "target": "queue", "queue_id": cls.queues["service"].id}
            )
            for number in ("84001", "84002")
        ]
        cls.numbers = count(1)

    @classmethod
    def _new_user(cls, login, role):
        role = cls.env.ref(f"callcenter_crm.role_{role}")
        return cls.env["res.users"].create(
            {"name": login, "login": login, "role_line_ids": [Command.create({"role_id": role.id})]}
        )

    def book(self, *calls):
        """Write ledger calls and let the addons see them; return the records in order."""
        self.env.flush_all()
        ids = write_ledger(self.env.cr, Batch(calls=list(calls)), Names.read(self.env.cr, NODE))
        self.env.invalidate_all()
        records = self.env["callcenter.call"].browse(ids[call.key] for call in calls)
        self.env["callcenter.call"]._ledger_written(records)
        self.env.flush_all()
        return records

    def waiting(self, start, wait, outcome="answered", queue="service", **vals):
        """Return a ledger call that waited in a queue; when answered, agent1 talked for a minute."""
        end = start + wait
        legs = [Leg(key="q", role="queue", party=queue, queue=queue, start=start, end=end, outcome=outcome)]
        if outcome == "answered":
            end += 60
            legs.append(self.talk(start, start + wait, end, queue=queue))
        return Call(key=f"{NODE}:{next(self.numbers)}", start=start, end=end, result=outcome, legs=legs, **vals)

    def talk(self, start, answer, end, agent="agent1", wrap=30, **vals):
        vals = {"role": "agent", "via": "queue", "queue": "service", "ended_by": "caller", **vals}
        return Leg(
            key=f"a{next(self.numbers)}",
            party=EXTENSIONS[agent],
            start=start,
            answer=answer,
            end=end,
            wrap=(end, end + wrap),
            **vals,
        )

    def report(self, name, domain, groupby, *names, user="manager"):
        """Return ``{group: (figures)}`` of ``callcenter.report.<name>`` as a user's view shows them; None is a dash.

        Groups are ids or plain values; several of them, or none, are a tuple.
        """
        self.env.flush_all()
        model = self.env[f"callcenter.report.{name}"].with_user(self.users[user])
        specs = [f"{figure}:{model._fields[figure].aggregator}" for figure in names]
        rows = model.formatted_read_group(domain, groupby, specs)

        def key(row):
            parts = [row[group][0] if isinstance(row[group], (tuple, list)) else row[group] for group in groupby]
            return parts[0] if len(parts) == 1 else tuple(parts)

        return {key(row): tuple(None if row[spec] is False else row[spec] for spec in specs) for row in rows}

    def figures(self, report, calls, groupby, *names):
        """Return ``{group: {name: figure}}`` as a user's view shows them; None where the view shows a dash."""
        model = self.env[f"callcenter.report.{report}"].with_user(self.users["manager"])
        specs = [f"{name}:{model._fields[name].aggregator}" for name in names]
        rows = model.formatted_read_group([("call_id", "in", calls.ids)], [groupby], specs)
        return {
            row[groupby][0] if isinstance(row[groupby], (tuple, list)) else row[groupby]: {
                name: None if row[spec] is False else row[spec] for name, spec in zip(names, specs, strict=True)
            }
            for row in rows
        }
