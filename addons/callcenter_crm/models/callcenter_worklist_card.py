from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

CONTACT_FACTS = ("company_name", "gender", "region", "city", "address", "remark")
PARTNER_FACTS = ("parent_id", "function", "city", "street", "email")
HISTORY = 50


class CallcenterWorklistCard(models.AbstractModel):
    """What the work list shows of a contact or customer. Knows no rights: ``callcenter.worklist`` asks for them."""

    _name = "callcenter.worklist.card"
    _description = "Card of the work list"

    @api.model
    def _card(self, record):
        """Return the card of a contact or customer in superuser mode.

        ``kind``, ``id``, ``model``, ``name``, ``campaign``, ``script`` (html), ``state``, ``attempts``, ``intent_id``,
        ``outcome_ids`` (those that the campaign allows; empty: all), ``partner``
        (``{"id", "name"}``), ``same`` (customers with this number, where it is none yet), ``taken`` (names of the
        owners of such customers out of the user's scope), ``promise`` (``{"at", "topic"}``), ``facts``
        (``[{"name", "label", "value"}]``), ``custom`` (custom fields of the pop, see
        ``callcenter.field._callcenter_facts``), ``history``, ``calls``; what is not known is False or empty.
        """
        contact = record if record._name == "callcenter.contact" else self.env["callcenter.contact"]
        partner = contact.partner_id if contact else record
        followups = self._followups(contact, partner)
        unknown = contact.sudo(False) if not partner else contact.browse()
        same, elsewhere = unknown._callcenter_customers()
        return {
            "kind": "contact" if contact else "partner",
            "id": record.id,
            "model": record._name,
            "name": record.name or "",
            "phone": "number" if contact else "phone",
            "campaign": contact.campaign_id.name or False,
            "campaign_id": contact.campaign_id.id,
            "script": contact.campaign_id.script or Markup(),
            "state": contact.state or False,
            "attempts": contact.attempts,
            "intent_id": contact.intent_id.id,
            "outcome_ids": contact.campaign_id.disposition_ids.ids,
            "partner": {"id": partner.id, "name": partner.name} if partner else False,
            "taken": elsewhere.user_id.mapped("name"),
            "same": [{"id": each.id, "name": each.name, "city": each.city or ""} for each in same],
            "promise": self._promise(record, followups),
            "facts": self._facts(record, CONTACT_FACTS if contact else PARTNER_FACTS),
            "custom": self.env["callcenter.field"]._callcenter_facts(record),
            "history": [self._followup_row(row) for row in followups],
            "calls": [self._call_row(call) for call in self._calls(record)],
        }

    @api.model
    def _rows(self, targets):
        """Return ``{(kind, id): row}`` of a list's ``[(kind, id)]``, as far as the user sees them."""
        contacts = [record_id for kind, record_id in targets if kind == "contact"]
        partners = [record_id for kind, record_id in targets if kind == "partner"]
        named = self._contact_rows(contacts) | self._partner_rows(partners)
        return {
            (kind, record_id): {
                "kind": kind,
                "id": record_id,
                "name": name or "",
                "promised": promised,
                "campaign": campaign or False,
                "line": line or "",
            }
            for (kind, record_id), (name, promised, campaign, line) in named.items()
        }

    @api.model
    def _contact_rows(self, ids):
        """Return ``{("contact", id): (name, promised, campaign, line)}``; numbers are masked at the work list's door.

        The names of the campaign and of the last outcome belong to the contact.
        """
        Contact = self.env["callcenter.contact"]
        query = Contact._search([("id", "in", ids)])
        table = query.table
        campaign = query.left_join(table, "campaign_id", "callcenter_campaign", "id", "shown_campaign")
        outcome = query.left_join(table, "disposition_id", "callcenter_disposition", "id", "shown_outcome")
        found = self.env.execute_query(
            query.select(
                SQL.identifier(table, "id"),
                SQL("coalesce(nullif(%s, ''), %s)", SQL.identifier(table, "name"), SQL.identifier(table, "number")),
                SQL("%s = 'pending'", SQL.identifier(table, "state")),
                SQL.identifier(campaign, "name"),
                self.env["callcenter.disposition"]._field_to_sql(outcome, "name"),
                SQL.identifier(table, "city"),
            )
        )
        return {("contact", row[0]): (*row[1:4], row[4] or row[5]) for row in found}

    @api.model
    def _partner_rows(self, ids):
        partners = self.env["res.partner"].search_fetch([("id", "in", ids)], ["name", "city"]) if ids else ()
        return {("partner", row.id): (row.name, True, False, row.city) for row in partners}

    @api.model
    def _numbers(self, record):
        """Return the number keys of a contact or customer."""
        if record._name == "callcenter.contact":
            return record._callcenter_numbers()
        # sudo: callcenter.number - whole, to compare
        return record.sudo().callcenter_numbers.mapped("number")

    @api.model
    def _followups(self, contact, partner):
        """Return what has been written down of this person, by whomever and in whichever campaign, newest first."""
        numbers = contact._callcenter_numbers()
        domain = [("partner_id", "in", partner.ids)] if partner else []
        if contact:
            same = self.env["callcenter.contact"].search([("number", "in", numbers)], limit=HISTORY) | contact
            domain = ["|", ("contact_id", "in", same.ids), ("partner_id", "in", partner.ids)]
        return self.env["callcenter.followup"].search(domain, limit=HISTORY)

    @api.model
    def _calls(self, record):
        numbers = self._numbers(record)
        return self.env["callcenter.call"].search([("number", "in", numbers)], limit=HISTORY) if numbers else ()

    @api.model
    def _promise(self, record, followups):
        if record._name == "callcenter.contact":
            own = followups.filtered(lambda row: row.contact_id == record and row.state == "open")[:1]
            at = record.state == "pending" and record.next_at
        else:
            own = followups.filtered(lambda row: not row.contact_id and row.state == "open")[:1]
            at = own.next_at
        return {"at": fields.Datetime.to_string(at), "topic": own.topic or ""} if at else False

    @api.model
    def _facts(self, record, names):
        """Return what is known of the person, as far as the user may read it."""
        user = record.with_env(self.env(su=False))
        shown = [name for name in names if name in record._fields and record[name]]
        shown = [name for name in shown if user._has_field_access(record._fields[name], "read")]
        labels = record.fields_get(shown, ["string"]) if shown else {}
        facts = [{"name": name, "label": labels[name]["string"], "value": self._text(record, name)} for name in shown]
        return facts

    @api.model
    def _text(self, record, name):
        """Return the value of a field as a person reads it."""
        field, value = record._fields[name], record[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return field.convert_to_export(value, record) if field.type == "boolean" else str(value)

    @api.model
    def _followup_row(self, row):
        return {
            "id": row.id,
            "at": fields.Datetime.to_string(row.at),
            "user": row.user_id.partner_id.name or "",
            "outcome": row.disposition_id.name,
            "category": row.disposition_id.category,
            "intent": row.intent_id.name or "",
            "topic": row.topic or "",
            "note": row.note or "",
            "next_at": fields.Datetime.to_string(row.next_at) if row.next_at else False,
            "campaign": row.contact_id.campaign_id.name or "",
        }

    @api.model
    def _call_row(self, call):
        return {
            "id": call.id,
            "at": fields.Datetime.to_string(call.start),
            "user": call.user_id.partner_id.name or "",
            "direction": call.direction,
            "result": dict(call._fields["result"]._description_selection(self.env)).get(call.result, ""),
            "talk_s": call.talk_s,
            "outcome": call.disposition_id.name or "",
            "note": call.note or "",
        }
