from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.callcenter_crm.tools import location
from odoo.addons.callcenter_crm.tools.phone import written

from ..moments import ms

HISTORY = 6
PARTY_ROLES = ("agent", "target", "consult", "conference")
HANDED_ROLES = ("target", "consult", "conference")

# the last calls of the customer, and those of the number on the line
HISTORY_QUERY = """
    SELECT asked.index, last.id
      FROM (VALUES %(asked)s) AS asked(index, user_id, call_id, partner_id, number, shared)
           CROSS JOIN LATERAL (
               SELECT both_ways.id FROM (
                   (SELECT c.id, c.start FROM callcenter_call c
                     WHERE c.partner_id = asked.partner_id AND c.id <> asked.call_id
                       AND (asked.shared OR c.user_id = asked.user_id OR c.last_user_id = asked.user_id)
                     ORDER BY c.start DESC LIMIT %(limit)s)
                   UNION
                   (SELECT c.id, c.start FROM callcenter_call c
                     WHERE c.number = asked.number AND c.number <> '' AND c.id <> asked.call_id
                     ORDER BY c.start DESC LIMIT %(limit)s)
               ) both_ways ORDER BY both_ways.start DESC LIMIT %(limit)s
           ) last
"""


class CallcenterAgentCard(models.AbstractModel):
    """What the pop and the workspace show: call cards, today's calls, look-up."""

    _name = "callcenter.agent.card"
    _description = "What an agent sees of calls"

    @api.model
    def call_card(self, call_key):
        """Return the card of an own call (see ``_cards``); AccessError for anybody else's."""
        me = self._me()
        return me._cards(me._own_call(call_key))[0]

    @api.model
    def set_partner(self, call_key, partner_id):
        """Say who the customer of an own call is; returns the card."""
        me = self._me()
        call = me._own_call(call_key)
        partner = self.env["res.partner"].browse(partner_id or False).exists()
        me._check_customer(call, partner)
        call.with_env(self.env).write({"partner_id": partner.id})
        return me._cards(call)[0]

    @api.model
    def create_partner(self, call_key, values):
        """Make a new customer with the number of an own call; returns the card."""
        me = self._me()
        call = me._own_call(call_key)
        name = str(values.get("name") or "").strip()
        if not name:
            raise UserError(self.env._("Enter a name."))
        vals = {key: values[key] for key in ("email", "comment") if values.get(key)}
        phone = call.with_env(self.env).number
        partner = self.env["res.partner"].create({"name": name, "phone": phone or False, **vals})
        call.with_env(self.env).write({"partner_id": partner.id})
        return me._cards(call)[0]

    @api.model
    def lookup(self, text):
        """Return up to 8 customers found by name or number: partner_id, name, number (for dial), display_number."""
        me = self._me()
        text = str(text or "").strip()
        if len(text) < 2:
            return []
        number = me.node_id.company_id._callcenter_normalize(text, me.node_id.country_id)
        by_name = Domain("name", "ilike", text) & Domain("callcenter_numbers", "!=", False)
        by_number = Domain("callcenter_numbers.number", "=like", f"{number}%") if number else Domain.FALSE
        partners = self.env["res.partner"].search(by_name | by_number, limit=8)
        return [
            {
                "partner_id": partner.id,
                "name": partner.display_name,
                "number": row.number,
                "display_number": me._shown(row.number),
            }
            for partner in partners
            for row in partner.callcenter_numbers[:1]
        ]

    @api.model
    def today(self):
        """Return today's missed and own calls of the user: ``missed``, ``recent``, ``totals``."""
        me = self._me()
        since = me._midnight()
        legs = me._own_legs([("start", ">=", since)])
        calls = legs.call_id
        own = calls.filtered(
            lambda call: me.user_id in call.user_id | call.last_user_id or call.direction == "outbound"
        )
        missed = calls.filtered(lambda call: call.direction == "inbound" and call.end and call.result != "answered")
        talk = sum(legs.mapped("talk_s"))
        return {
            "missed": {"count": len(missed), "rows": me._rows(missed[:5])},
            "recent": {"count": len(own), "rows": me._rows(own[:8])},
            "totals": {"calls": len(own), "talk_s": round(talk)},
        }

    def _midnight(self):
        """Return the start of the user's day as naive UTC."""
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.user_id.tz), fields.Datetime.now())
        start = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return (start - start.utcoffset()).replace(tzinfo=None)

    def _shown(self, number):
        return written(number, self.node_id.country_id.code or "CN")

    def _rows(self, calls):
        return [
            {
                "key": call.key,
                "at": ms(call.start),
                "direction": call.direction,
                "result": call.result or False,
                "name": call.partner_id.display_name or call.caller_name or False,
                "number": call.number or False,
                "display_number": self._shown(call.number),
                "partner_id": call.partner_id.id or False,
                "talk_s": call.talk_s,
            }
            for call in calls
        ]

    def _live_cards(self):
        """Return the cards of calls this agent is in, rings for, or has in wrap-up."""
        open_leg = Domain("end", "=", False)
        in_wrap = Domain("wrap_start", "!=", False) & Domain("wrap_end", "=", False)
        return self._cards(self._own_legs(list(open_leg | in_wrap)).call_id)

    def _cards(self, calls):
        """Return the cards of ``calls`` for this agent: what the pop shows. Moments are ms since the epoch."""
        return self._cards_of([(self, call) for call in calls])

    @api.model
    def _cards_of(self, pairs):
        """Return a card for each (agent, call) of ``pairs``, with a number of queries that does not grow with them."""
        calls = self.env["callcenter.call"].union(*(call for _agent, call in pairs))
        by_id = {call.id: call for call in calls}
        sharing = self._sharing(calls)
        history = self._history(pairs, sharing)
        drafts = self.env["callcenter.call.draft"].search([("call_key", "in", calls.mapped("key"))])
        typed = {(draft.agent_id.id, draft.call_key): draft for draft in drafts}
        last = {draft.call_key: draft for draft in drafts.sorted("write_date")}
        return [
            agent._card(
                by_id[call.id],
                sharing.get(call.number, self.env["res.partner"]),
                rows,
                typed.get((agent.id, call.key)) or agent._handed_draft(by_id[call.id], last) or drafts.browse(),
            )
            for (agent, call), rows in zip(pairs, history, strict=True)
        ]

    def _handed_draft(self, call, last):
        """Return what was typed last for a call that somebody gives to this agent, or asks him about."""
        leg = self._my_leg(call)
        return last.get(call.key) if not leg.end and leg.role in HANDED_ROLES else None

    def _card(self, call, sharing, history, draft):
        leg = self._my_leg(call)
        partner = call.partner_id
        return {
            "key": call.key,
            "phase": phase(leg),
            "role": leg.role or False,
            "from": self._sender(leg),
            "direction": call.direction,
            "number": call.number or False,
            "display_number": self._shown(call.number),
            "location": self._location(call),
            "name": call.caller_name or False,
            "did": call.did_number or False,
            "queue": {"code": call.queue_code or False, "name": call.queue_id.name or call.queue_code or False},
            "outcome_required": leg.queue_id.outcome_required,
            "keys": call.ivr_keys or False,
            "path": self._path(call),
            "started_at": ms(call.start),
            "offered_at": ms(leg.start),
            "answered_at": ms(leg.answer),
            "waiting_since": ms(call.leg_ids.filtered(lambda row: row.role == "queue")[:1].start),
            "partner": self._partner(partner),
            "custom": self._person_fields(partner),
            "others": [{"id": row.id, "name": row.display_name} for row in sharing - partner],
            "history": [self._history_row(row) for row in history],
            "draft": {
                "disposition_id": (draft.disposition_id or call.disposition_id).id or False,
                "note": draft.note or call.note or "",
                **self._wrap_up_values(call, draft),
            },
        }

    def _sender(self, leg):
        """Return ``{"extension", "name"}`` of the colleague who sent the call or asks about it, False if none did."""
        if not leg.by:
            return False
        sender = self.search([("node_id", "=", self.node_id.id), ("extension", "=", leg.by)], limit=1)
        return {"extension": leg.by, "name": sender.name or leg.by}

    def _person_fields(self, partner):
        """Return the custom fields of the customer that this agent may see, ``[]`` without a customer."""
        return self.env["callcenter.field"]._callcenter_facts(partner, self.user_id) if partner else []

    def _wrap_up_values(self, call, draft):
        """Return ``{"custom": {name: value}}`` of the wrap-up's custom fields, nothing where there are none."""
        values = self.env["callcenter.field"]._callcenter_typed(call, self.user_id)
        return {"custom": {**values, **(draft.custom or {})}} if values else {}

    def _my_leg(self, call):
        legs = call.leg_ids.filtered(lambda row: row.agent_id == self and row.role in PARTY_ROLES)
        return legs.sorted("start")[-1:]

    @api.model
    def _sharing(self, calls):
        """Return, by number, the customers that have it, those whose own phone it is first."""
        numbers = self.env["callcenter.number"].search(
            [("number", "in", list(filter(None, calls.mapped("number")))), ("partner_id.active", "=", True)],
            order="origin desc, id",
        )
        return {number: rows.partner_id for number, rows in numbers.grouped("number").items()}

    def _check_customer(self, call, partner):
        """Let agents name customers that they may see, and whoever has the number on the line."""
        on_the_line = call.partner_id | self._sharing(call).get(call.number, self.env["res.partner"])
        (partner.with_env(self.env(su=False)) - on_the_line).check_access("read")

    def _location(self, record):
        """Return where the number of a call or customer belongs, in the agent's language."""
        # sudo: callcenter.call, callcenter.number - place and network are told also of a masked number
        return location.text(record.sudo().number, self.user_id.lang)

    def _partner(self, partner):
        if not partner:
            return False
        lang = self.user_id.lang
        numbers = [
            {
                "display": self._shown(row.number),
                "kind": row.kind_id.with_context(lang=lang).name or "",
                "location": self._location(row),
            }
            for row in partner.callcenter_numbers
        ]
        return {
            "id": partner.id,
            "name": partner.display_name,
            "owner": partner.user_id.name or False,
            "company": partner.commercial_company_name or False,
            "email": partner.email or False,
            "city": partner.city or False,
            "numbers": numbers,
        }

    def _path(self, call):
        """Return how the call came here, in words: DID, keys pressed, queues."""
        words = [call.did_id.display_name or call.did_number] if call.did_number else []
        for leg in call.leg_ids.sorted("start"):
            if leg.role == "ivr" and leg.keys and leg.flow != "survey":
                words.append(leg.keys)
            elif leg.role == "queue":
                words.append(leg.queue_id.name or leg.queue_code)
        return words

    @api.model
    def _history(self, pairs, sharing):
        """Return, for each (agent, call), the customer's last other calls.

        What colleagues noted is shown only for the customer whose number is on the line; for anybody
        else that an agent may set on the call, only the agent's own calls are.
        """
        if not pairs:
            return []
        asked = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s::int, %s, %s)",
                index,
                agent.user_id.id,
                call.id,
                call.partner_id.id or None,
                call.number or "",
                call.partner_id in sharing.get(call.number, ()),
            )
            for index, (agent, call) in enumerate(pairs)
        )
        self.env["callcenter.call"].flush_model()
        found = self.env.execute_query(SQL(HISTORY_QUERY, asked=asked, limit=HISTORY))
        # iterating keeps them together, so that a field of all is read at once
        by_id = {call.id: call for call in self.env["callcenter.call"].browse({row[1] for row in found})}
        rows = [[] for _pair in pairs]
        for index, call_id in found:
            rows[index].append(by_id[call_id])
        return rows

    def _history_row(self, call):
        mine = self.user_id in (call.user_id | call.last_user_id) or self.user_id.has_group(
            "callcenter_crm.group_leader"
        )
        recording = (
            call.recording_ids.filtered(lambda row: row.sha256 and not row.deleted_at)[:1]
            if mine
            else call.recording_ids.browse()
        )
        return {
            "key": call.key,
            "start": ms(call.start),
            "direction": call.direction,
            "result": call.result or False,
            "talk_s": call.talk_s,
            "user": call.user_id.partner_id.name or False,
            "disposition": call.disposition_id.name or False,
            "note": call.note or "",
            "recording_id": recording.id or False,
            "seconds": recording.seconds,
        }


def phase(leg):
    """Return where an agent's leg stands: ringing, talk, wrap_up, ended."""
    if leg and not leg.end:
        return "talk" if leg.answer else "ringing"
    return "wrap_up" if leg.wrap_start and not leg.wrap_end else "ended"
