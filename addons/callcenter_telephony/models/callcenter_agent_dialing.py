from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import dialing
from ..render import model as render

LINKED = ("callcenter.contact", "callcenter.followup", "crm.lead", "res.partner", "callcenter.number")


class CallcenterAgentDesktop(models.AbstractModel):
    """The dial rules at the moment somebody dials. The node keeps them as well; here is said why not."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _dialled(self, text, contact=None, campaign=None):
        """As before, with the dial rules: UserError says which one forbids it and until when.

        ``contact`` and ``campaign`` for which it is dialled go with the call.
        """
        target = super()._dialled(text)
        if target["kind"] == "internal":
            return target
        campaign = campaign or (contact and contact.campaign_id) or self.env["callcenter.campaign"]
        if blocked := self._blocked(target["number"], text, campaign):
            self._count_block(target["number"], campaign, *blocked[:2])
            raise UserError(blocked[2])
        if campaign:
            target["campaign"] = str(campaign.id)
        if contact:
            target["contact"] = str(contact.id)
        return target

    def _blocked(self, number, text="", campaign=None, at=None):
        """Return (what, rule id, sentence) of what keeps this agent from dialling ``number`` (a key) now, or None."""
        campaign = campaign or self.env["callcenter.campaign"]
        at = at or fields.Datetime.now()
        config, asked = self._dial_question(number, text, campaign, at)
        if sentence := self._campaign_closed(campaign, dialing.zones_of(asked.number, config.dialing), at):
            return "campaign", False, sentence
        step = dialing.decide(config, asked).blocked
        if step is None:
            return None
        rule = self.env["callcenter.dial.rule"].browse(int(step.code[1:])) if step.what == "rule" else False
        return step.what, rule and rule.id, self._sentence(step, rule, number, at)

    def _dial_question(self, number, text, campaign, at):
        """Return (render.model.NodeConfig, dialing.Asked): the rules, and what is asked of them."""
        node = self.node_id
        own = self._dial_settings()
        prefix = str(node.country_id.phone_code or 86)
        number = dialing.e164(number, prefix)
        config = render.NodeConfig(
            code=node.code,
            country_prefix=prefix,
            outbound_trunk=node.outbound_trunk_id.code if node.outbound_trunk_id.active else "",
            trunks=tuple(trunk._as_trunk() for trunk in node.trunk_ids),
            dids=tuple(did._as_did() for did in node._live_dids()[:1]),
            dialing=node._dialing(number),
        )
        asked = dialing.Asked(
            number=number,
            typed=text or number,
            at=at.replace(tzinfo=UTC),
            agent=self.extension or "",
            campaign=str(campaign.id) if campaign else "",
            dialled=self._dialled_today(number, at) if node.dial_per_day else 0,
            **own,
        )
        return config, asked

    def _dial_settings(self):
        """Return what the dial rules know of an agent: department and caller numbers, as texts."""
        department = self.user_id.callcenter_department_id
        at, pool = department, department.caller_pool_id
        while at.parent_id and not pool:
            at = at.parent_id
            pool = at.caller_pool_id
        if not pool.active or pool.node_id != self.node_id:
            pool = pool.browse()
        return {"department": str(department.id or ""), "pool": str(pool.id or "")}

    def _dialled_today(self, number, at):
        zone = ZoneInfo(self.node_id.company_id._callcenter_tz())
        midnight = at.replace(tzinfo=UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight.astimezone(UTC).replace(tzinfo=None)
        return self.env["callcenter.call"].search_count(
            [("number", "=", number), ("direction", "=", "outbound"), ("start", ">=", since)]
        )

    def _campaign_closed(self, campaign, zones, at):
        """Return why the campaign does not call now, by the clocks of agent and number; None where it does."""
        if not campaign:
            return None
        if campaign.state != "running":
            return self.env._("The campaign “%(campaign)s” is not running.", campaign=campaign.name)
        Worklist = self.env["callcenter.worklist"]
        clocks = [Worklist._zone(campaign.company_id), *map(ZoneInfo, zones)]
        if all(self._campaign_calls(campaign, at.replace(tzinfo=UTC).astimezone(zone)) for zone in clocks):
            return None
        hours = [f"{int(hour)}:{round(hour % 1 * 60):02d}" for hour in (campaign.hour_from, campaign.hour_to)]
        return self.env._(
            "The campaign “%(campaign)s” calls from %(start)s to %(end)s on its days, here and where the number is.",
            campaign=campaign.name,
            start=hours[0],
            end=hours[1],
        )

    @staticmethod
    def _campaign_calls(campaign, local):
        if campaign.date_start and local.date() < campaign.date_start:
            return False
        if campaign.date_end and local.date() > campaign.date_end:
            return False
        return campaign.hour_from <= local.hour + local.minute / 60 < campaign.hour_to

    def _sentence(self, step, rule, number, at):
        """Return why a number is not dialled, in words of the person who dials."""
        shown = self._shown(number)
        if step.what == "rule":
            return self.env._("%(number)s is not dialled: %(rule)s.", number=shown, rule=rule.name)
        if step.what == "do_not_call":
            until = self._day_text(step.more)
            if until:
                return self.env._("%(number)s is on the do-not-call list until %(day)s.", number=shown, day=until)
            return self.env._("%(number)s is on the do-not-call list.", number=shown)
        if step.what == "per_day":
            return self.env._(
                "%(number)s has been called %(limit)s times today, which is the limit. Call again tomorrow.",
                number=shown,
                limit=step.more,
            )
        if step.what == "hours":
            return self._closed_sentence(step, shown, at)
        return self.env._("No trunk is chosen for outbound calls. Ask your administrator.")

    def _closed_sentence(self, step, shown, at):
        there = at.replace(tzinfo=UTC).astimezone(ZoneInfo(step.more.split(", ")[0]))
        values = {"number": shown, "there": there.strftime("%H:%M")}
        if step.until is None:
            return self.env._("%(number)s: no calls are made now (%(there)s there).", **values)
        values["until"] = self._moment_text(step.until.astimezone(UTC).replace(tzinfo=None))
        return self.env._(
            "%(number)s: no calls are made now (%(there)s there). You can call from %(until)s on.", **values
        )

    def _moment_text(self, at):
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.user_id.tz or self.env.user.tz), at)
        return f"{local:%Y-%m-%d %H:%M}"

    @staticmethod
    def _day_text(day):
        return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else ""

    def _count_block(self, number, campaign, what, rule):
        """Count what was refused; the refusal rolls this transaction back, so it is written after that."""
        values = {
            "node_id": self.node_id.id,
            "extension": self.extension,
            "user_id": self.user_id.id,
            "number": number,
            "what": what,
            "rule_id": rule,
            "campaign_id": campaign.id,
        }
        registry, uid = self.env.registry, self.env.uid

        @self.env.cr.postrollback.add
        def count():
            with registry.cursor() as cr:
                # superuser: nobody writes what was refused by hand
                api.Environment(cr, uid, {}, su=True)["callcenter.dial.block"].create(values)

    def _about(self, source):
        """Return (partner, contact) of the record where a dialled number stands; what may not be seen is refused.

        :param source: ``{"model", "id"}``, or None
        """
        empty = self.env["res.partner"], self.env["callcenter.contact"]
        model = (source or {}).get("model")
        if model not in LINKED or model not in self.env or not source.get("id"):
            return empty
        record = self.env(su=False)[model].browse(source["id"]).exists()
        if len(record) != 1:
            raise AccessError(self.env._("This record is not there any more."))
        record.check_access("read")
        # sudo: the record that the user may read - only whom it is about
        record = record.sudo()
        if model == "callcenter.contact":
            return record.partner_id, record
        if model == "callcenter.followup":
            return record.partner_id or record.contact_id.partner_id, self._own_contact(record.contact_id)
        return (record if model == "res.partner" else record.partner_id), empty[1]

    def _own_contact(self, contact):
        """Return the contact if the user still may see it: follow-ups stay with whoever wrote them."""
        return contact.with_env(self.env(su=False))._filtered_access("read").sudo(self.env.su)
