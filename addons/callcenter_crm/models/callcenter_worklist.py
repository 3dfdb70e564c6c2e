from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.worklist_queries import DUE, FRESH, NEXT, SHARED

SHOWN = 80
COUNTED = 1000
JUST_NOW = timedelta(hours=2)
SHARED_RANK = 3
VALUES = ("disposition_id", "intent_id", "topic", "note", "next_at")


class CallcenterWorklist(models.AbstractModel):
    """The agent's day: whom to contact next, and what to write down then. Acts for the calling user and nobody else.

    A target is ``{"kind": "contact"|"partner", "id"}``; filters are ``{"campaign_id", "intent_id"}``, both optional;
    moments are UTC as the server writes them.
    """

    _name = "callcenter.worklist"
    _description = "Work list of the day"

    @api.model
    def start(self, filters=None):
        """Return ``{"outcomes", "intents", "campaigns", "inputs", "today"}``: all that the screen needs to begin."""
        self._check_agent()
        outcomes = self.env["callcenter.disposition"].search_read(
            [], ["code", "name", "category", "color", "next_required", "next_task"]
        )
        intents = self.env["callcenter.dictionary.item"].search_read(
            [("dictionary_id.code", "=", "intent")], ["code", "name", "color"]
        )
        campaigns = [{"id": campaign.id, "name": campaign.name} for campaign in self._running()]
        return {
            "outcomes": outcomes,
            "intents": intents,
            "campaigns": campaigns,
            "inputs": self.env["callcenter.field"].inputs("callcenter.followup"),
            "today": self.today(filters),
        }

    @api.model
    def today(self, filters=None):
        """Return the day's lists and counters.

        ``due``, ``fresh`` and ``shared``:
        ``{"rows": [{"kind", "id", "name", "at", "campaign", "line"}], "count", "more"}``, at most 80 rows and a count
        up to 1000 (``more`` beyond that); ``done``, ``reached``, ``promised``: own contacts of
        the day, those in class valid or pending, those with a next date; ``interested``: those in class pending.
        """
        self._check_agent()
        self._flush()
        asked = self._asked(filters)
        found = {
            name: self.env.execute_query(SQL(query, **asked, limit=COUNTED + 1))
            for name, query in (("due", DUE), ("fresh", FRESH), ("shared", SHARED))
        }
        shown = [row[:2] for listed in found.values() for row in listed[:SHOWN]]
        rows = self.env["callcenter.worklist.card"]._rows(shown)
        return {name: self._list(listed, rows) for name, listed in found.items()} | self._counters()

    @api.model
    def next(self, filters=None):
        """Return the card of whom to contact next, see :meth:`card`; False when nobody is left."""
        self._check_agent()
        self._flush()
        found = self.env.execute_query(SQL(NEXT, **self._asked(filters)))
        if not found:
            return False
        kind, record_id, rank = found[0]
        if rank == SHARED_RANK:
            self.env["callcenter.contact"].browse(record_id)._callcenter_take()
        return self._card(self._target({"kind": kind, "id": record_id}))

    @api.model
    def card(self, target):
        """Return all that the working form shows of ``target``; AccessError where it is not the user's to see."""
        self._check_agent()
        return self._card(self._target(target))

    @api.model
    def save(self, target, values, take_next=False, filters=None):
        """Write a contact down; returns ``{"followup_id", "card", "today"}``, the next card where ``take_next``."""
        self._check_agent()
        record = self._target(target)
        vals = {name: values[name] for name in VALUES if values.get(name)}
        vals |= self.env["callcenter.field"]._callcenter_written(values)
        field = "contact_id" if record._name == "callcenter.contact" else "partner_id"
        followup = self.env["callcenter.followup"].create(
            {**vals, field: record.id, "call_id": self._last_call(record).id}
        )
        card = self.next(filters) if take_next else self.card(target)
        return {"followup_id": followup.id, "card": card, "today": self.today(filters)}

    @api.model
    def convert(self, contact_id, partner_id=False):
        """Make a contact a customer, or link it to one; returns its new card."""
        self._check_agent()
        target = {"kind": "contact", "id": contact_id}
        contact = self._target(target)
        contact._callcenter_convert(self.env["res.partner"].browse(partner_id or False))
        return self.card(target)

    @api.model
    def who(self, number):
        """Return whom ``number`` (any spelling) reaches, as far as the user sees them.

        ``[{"kind", "id", "name", "campaign"}]``: customers first, then campaign contacts, the newest first, at most 80.
        """
        self._check_agent()
        self.env.user._callcenter_use_lookup([number])
        key = self.env.company._callcenter_normalize(number)
        partners = self.env["res.partner"]._callcenter_by_number(key)
        contacts = self.env["callcenter.contact"]._callcenter_search_numbers(
            [("number", "=", key)], ["name", "campaign_id"], order="id desc", limit=SHOWN
        )
        # sudo: callcenter.campaign - the name of the campaign belongs to the contact
        contacts.campaign_id.sudo().fetch(["name"])
        rows = [{"kind": "partner", "id": each.id, "name": each.name, "campaign": False} for each in partners]
        return rows + [
            {"kind": "contact", "id": each.id, "name": each.name or "", "campaign": each.campaign_id.sudo().name}
            for each in contacts
        ]

    # helpers

    @api.model
    def _card(self, record):
        """Return the card of a contact or customer that the user has been let in to."""
        # sudo: callcenter.contact, res.partner - reads what comes with them; the user has just been let in
        return self.env["callcenter.worklist.card"].sudo()._card(record.sudo())

    @api.model
    def _check_agent(self):
        if not self.env.user.has_group("callcenter_crm.group_agent"):
            raise AccessError(self.env._("Only agents have a work list."))

    @api.model
    def _target(self, target):
        """Return the contact or customer that is meant, checked to be the user's to see."""
        model = {"contact": "callcenter.contact", "partner": "res.partner"}.get(target.get("kind"))
        record = self.env[model or "callcenter.contact"].browse(target.get("id") or False).exists()
        if not record or len(record) != 1:
            raise AccessError(self.env._("This contact is not there any more."))
        record.check_access("read")
        return record

    @api.model
    def _flush(self):
        self.env["callcenter.contact"].flush_model()
        self.env["callcenter.followup"].flush_model()

    @api.model
    def _running(self):
        # sudo: callcenter.campaign - who holds contacts of a campaign works for it
        return (
            self.env["callcenter.campaign"]
            .sudo()
            .search_fetch(
                [("state", "=", "running"), ("company_id", "in", self.env.companies.ids)],
                ["name", "company_id", "date_start", "date_end", "hour_from", "hour_to"],
            )
        )

    @api.model
    def _asked(self, filters):
        """Return the parameters of the queries above for the user, the moment and what the user filters by."""
        filters = filters or {}
        running = self._running()
        if filters.get("campaign_id"):
            running = running.filtered(lambda campaign: campaign.id == filters["campaign_id"])
        match = SQL("campaign_id = ANY(%s::int[])", running.ids)
        match_partner = SQL("%s", not filters.get("campaign_id"))
        if filters.get("intent_id"):
            match = SQL("%s AND intent_id = %s", match, int(filters["intent_id"]))
            match_partner = SQL("%s AND intent_id = %s", match_partner, int(filters["intent_id"]))
        now = fields.Datetime.now()
        callable_now = running.filtered(lambda campaign: self._in_hours(campaign, now))
        return {
            "user": self.env.uid,
            "now": now,
            "until": self._day()[1],
            "match": match,
            "match_partner": match_partner,
            "callable": callable_now.ids,
            "departments": list(self.env.user._callcenter_share_department_ids()),
            "shared": SQL(
                "user_id IS DISTINCT FROM %s AND state IN ('new', 'open') AND (next_at IS NULL OR next_at <= %s)"
                " AND campaign_id = ANY(%s::int[])",
                self.env.uid,
                now,
                callable_now.ids,
            ),
        }

    @api.model
    def _in_hours(self, campaign, now):
        """Return whether ``campaign`` calls at ``now`` (UTC): its days and hours are those of the agent's zone."""
        local = now.replace(tzinfo=UTC).astimezone(self._zone(campaign.company_id))
        if (campaign.date_start or local.date()) > local.date() or (campaign.date_end or local.date()) < local.date():
            return False
        return campaign.hour_from <= local.hour + local.minute / 60 < campaign.hour_to

    @api.model
    def _zone(self, company):
        """Return the user's time zone, that of ``company`` where the user has none."""
        return ZoneInfo(self.env["res.users"].context_get().get("tz") or company._callcenter_tz())

    @api.model
    def _day(self):
        """Return begin and end of the user's day (UTC)."""
        local = fields.Datetime.now().replace(tzinfo=UTC).astimezone(self._zone(self.env.company))
        begin = local.replace(hour=0, minute=0, second=0, microsecond=0)
        ends = (begin, begin + timedelta(days=1))
        return [moment.astimezone(UTC).replace(tzinfo=None) for moment in ends]

    @api.model
    def _list(self, found, rows):
        """Return a list of the day of what has been ``found``, shown by its ``rows`` (see ``card._rows``)."""
        return {
            "rows": [
                rows[kind, record_id] | {"at": fields.Datetime.to_string(at)}
                for kind, record_id, at in found[:SHOWN]
                if (kind, record_id) in rows
            ],
            "count": min(len(found), COUNTED),
            "more": len(found) > COUNTED,
        }

    @api.model
    def _counters(self):
        begin, end = self._day()
        # sudo: callcenter.followup - one's own, which need no rule to be found
        groups = (
            self.env["callcenter.followup"]
            .sudo()
            ._read_group(
                [("user_id", "=", self.env.uid), ("at", ">=", begin), ("at", "<", end)],
                ["disposition_id"],
                ["__count", "next_at:count"],
            )
        )
        return {
            "done": sum(row[1] for row in groups),
            "reached": sum(count for outcome, count, _next in groups if outcome.category != "invalid"),
            "interested": sum(count for outcome, count, _next in groups if outcome.category == "pending"),
            "promised": sum(row[2] for row in groups),
        }

    @api.model
    def _last_call(self, record):
        """Return the own call with this contact or customer that has just been, if any."""
        numbers = self.env["callcenter.worklist.card"]._numbers(record)
        since = fields.Datetime.now() - JUST_NOW
        return self.env["callcenter.call"]._callcenter_search_numbers(
            [("number", "in", numbers), ("user_id", "=", self.env.uid), ("start", ">=", since)],
            order="start desc",
            limit=1,
        )
