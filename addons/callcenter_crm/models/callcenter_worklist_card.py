from markupsafe import Markup

from odoo import api, fields, models

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
        (``{"id", "name"}``), ``same`` (customers with this number, where it is none yet), ``promise``
        (``{"at", "topic"}``), ``facts`` (``[{"name", "label", "value"}]``), ``custom`` (custom fields of the pop, see
        ``callcenter.field._callcenter_facts``), ``history``, ``calls``; what is not known is False or empty.
        """
        contact = record if record._name == "callcenter.contact" else self.env["callcenter.contact"]
        partner = contact.partner_id if contact else record
        followups = self._followups(contact, partner)
        same = contact._callcenter_same_number() if contact and not partner else partner.browse()
        same = same.with_env(self.env(su=False))._filtered_access("read")
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
            "same": [{"id": each.id, "name": each.name, "city": each.city or ""} for each in same],
            "promise": self._promise(record, followups),
            "facts": self._facts(record, CONTACT_FACTS if contact else PARTNER_FACTS),
            "custom": self.env["callcenter.field"]._callcenter_facts(record),
            "history": [self._followup_row(row) for row in followups],
            "calls": [self._call_row(call) for call in self._calls(record)],
        }

    @api.model
    def _rows(self, found):
        """Return the rows of a list for ``[(kind, id, moment)]``, in that order."""
        contacts = self.env["callcenter.contact"].browse(row[1] for row in found if row[0] == "contact")
        partners = self.env["res.partner"].browse(row[1] for row in found if row[0] == "partner")
        records = {("contact", row.id): row for row in contacts} | {("partner", row.id): row for row in partners}
        return [self._row(kind, records[kind, record_id], at) for kind, record_id, at in found]

    @api.model
    def _row(self, kind, record, at):
        # sudo: callcenter.contact - the name of the campaign and of the last outcome belongs to the contact
        contact = record.sudo() if kind == "contact" else self.env["callcenter.contact"]
        return {
            "kind": kind,
            "id": record.id,
            "name": record.name or contact.number or "",
            "at": fields.Datetime.to_string(at) if at else False,
            "promised": kind == "partner" or contact.state == "pending",
            "campaign": contact.campaign_id.name or False,
            "line": contact.disposition_id.name or record.city or "",
        }

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
        labels = record.fields_get(shown, ["string"])
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
