from datetime import datetime

import pytz

from odoo import api, fields, models

from ..render import model as render

LANGUAGES = [("zh", "Chinese"), ("en", "English")]


class CallcenterNode(models.Model):
    """What a node needs for its flows: published versions, hours, departments, look-ups."""

    _name = "callcenter.node"
    _inherit = ("callcenter.node",)

    language = fields.Selection(
        LANGUAGES, "Language of callers", required=True, default="zh", help="Until a caller chooses another one."
    )

    def _live_versions(self):
        """Return the versions that callers of this node hear."""
        return self.flow_ids.filtered("version_id").version_id

    def _flow_values(self):
        return tuple(version.flow_id._flow_of(version.graph) for version in self._live_versions())

    def _live_dids(self):
        """Return the DIDs that lead somewhere: a flow that was never published takes no calls."""
        return self.did_ids.filtered(lambda did: did.target != "flow" or did.flow_id.version_id)

    def _departments(self, ids=None):
        """Return the extensions on this node of the people of each department, by its id as a text."""
        domain = [] if ids is None else [("id", "in", list(ids))]
        found = {str(row): () for row in ids or ()}
        for department in self.env["callcenter.department"].with_context(active_test=False).search(domain):
            users = department.member_ids | department.serving_ids
            agents = self.env["callcenter.agent"].search(
                [("user_id", "in", users.ids), ("node_id", "=", self.id), ("endpoint_id.active", "=", True)]
            )
            found[str(department.id)] = tuple(sorted(agents.mapped("extension")))
        return found

    def _calendars(self):
        """Return the hours that flows of this node ask for; those that are gone are always closed."""
        ids = self._live_versions()._ids_of("calendar_id")
        calendars = self.env["resource.calendar"].browse(ids).exists()
        gone = ids - set(calendars.ids)
        closed = [render.Calendar(str(row), "UTC", ((),) * 7) for row in sorted(gone)]
        known = [calendar._as_calendar(self._today(calendar.tz)) for calendar in calendars]
        return tuple(sorted((*known, *closed), key=lambda calendar: calendar.code))

    def _lookups(self):
        return tuple(self.env["callcenter.lookup"].search([]).mapped("code"))

    def _speeches(self):
        """Return the words that answers are made of; none where no flow of this node looks anything up."""
        if not self._live_versions()._ids_of("lookup_id"):
            return ()
        words = self.env["callcenter.speech"].search([("word", "=", True), ("revision", "!=", False)], order="id")
        return tuple(word._as_prompt() for word in words)

    def _today(self, zone):
        return datetime.now(pytz.timezone(zone)).date()

    def _names_config(self):
        """Return what the steps of a flow may name, without sounds and settings (render.model.NodeConfig)."""
        self.ensure_one()
        return render.NodeConfig(
            code=self.code,
            endpoints=tuple(
                render.Endpoint(agent.extension, "")
                for agent in self.env["callcenter.agent"].search([("node_id", "=", self.id)])
                if agent.extension
            ),
            queues=tuple(render.Queue(queue.code) for queue in self.queue_ids),
            flows=self._flow_values(),
            prompts=tuple(render.Prompt(prompt.code, prompt.revision) for prompt in self._prompts()),
            calendars=tuple(
                render.Calendar(str(row), "UTC", ()) for row in self.env["resource.calendar"].search([]).ids
            ),
            departments=self._departments(),
            lookups=self._lookups(),
        )

    @api.model
    def _with_hours(self):
        """Return the nodes whose flows ask for working hours."""
        # sudo: callcenter.node - whoever changes working hours, the nodes follow
        nodes = self.sudo().search([])
        return nodes.filtered(lambda node: node._live_versions()._ids_of("calendar_id"))

    @api.model
    def _cron_hours(self):
        """Tell the nodes the days to come, once a day."""
        self._send_configure(self._with_hours().ids)
