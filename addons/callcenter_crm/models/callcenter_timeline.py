from odoo import api, fields, models
from odoo.exceptions import AccessError

from .res_partner import _GROUP

PAGE = 30


class CallcenterTimeline(models.AbstractModel):
    """All that happened with a customer, newest first, whatever kind of record it is written in.

    A kind is a model that inherits from ``callcenter.timeline.source``: another addon adds one by being there.
    """

    _name = "callcenter.timeline"
    _description = "Timeline of a Customer"

    @api.model
    def page(self, partner_id, kinds=None, cursor=None):
        """Return so many events of a customer, and how to go on.

        :param int partner_id: the customer; events of the addresses and people below belong to it
        :param list kinds: keys of the kinds wanted; all by default
        :param dict cursor: as the page before gave it; None: from the newest on
        :returns: ``{"kinds": [{"key", "label", "icon"}], "rows": [row], "cursor": {…} or False}``; a row is as
            ``callcenter.timeline.source`` says, the cursor is False after the last one
        :raise AccessError: a customer beyond the user's reach
        """
        partner = self._callcenter_customer(partner_id)
        sources = self._sources()
        partners = partner.with_context(active_test=False).search([("id", "child_of", partner.id)])
        cursor = dict(cursor or {})
        wanted = [source for source in sources if not kinds or source._timeline_kind in kinds]
        found = [
            (source._timeline_moment(record), source._timeline_sequence, record.id, source)
            for source in wanted
            for record in source._timeline_find(partners, cursor.get(source._timeline_kind), PAGE + 1)
        ]
        found.sort(key=lambda event: event[:3], reverse=True)
        shown = found[:PAGE]
        for moment, _sequence, record_id, source in shown:
            at, ids = cursor.get(source._timeline_kind) or (None, [])
            second = fields.Datetime.to_string(moment)
            cursor[source._timeline_kind] = [second, [*ids, record_id] if at == second else [record_id]]
        return {
            "kinds": [source._timeline_description() for source in sources],
            "rows": self._rows(shown),
            "cursor": cursor if len(found) > PAGE else False,
        }

    @api.model
    def _callcenter_customer(self, partner_id):
        if not self.env.user.has_group(_GROUP):
            raise AccessError(self.env._("The timeline belongs to the call center."))
        partner = self.env["res.partner"].browse(partner_id).exists()
        partner.check_access("read")
        return partner

    @api.model
    def _sources(self):
        """Return the kinds that the user may see any of, in the order in which they are offered."""
        names = self.env.registry.descendants(["callcenter.timeline.source"], "_inherit")
        sources = [self.env[name] for name in names if self.env[name]._timeline_kind]
        readable = [source for source in sources if self.env[source._timeline_model].has_access("read")]
        return sorted(readable, key=lambda source: source._timeline_sequence)

    @api.model
    def _rows(self, events):
        """Return the rows of ``[(moment, sequence, id, source)]``, each kind's made at once."""
        rows = {}
        for source in {event[3]._timeline_kind: event[3] for event in events}.values():
            records = self.env[source._timeline_model].browse(
                [event[2] for event in events if event[3]._timeline_kind == source._timeline_kind]
            )
            for record, row in zip(records, source._timeline_rows(records), strict=True):
                rows[source._timeline_kind, record.id] = {
                    "kind": source._timeline_kind,
                    "icon": source._timeline_icon,
                    "model": record._name,
                    "id": record.id,
                    "at": fields.Datetime.to_string(source._timeline_moment(record)),
                    "day": source._timeline_whole_days(),
                    **row,
                }
        return [rows[source._timeline_kind, record_id] for _moment, _sequence, record_id, source in events]
