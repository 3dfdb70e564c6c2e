from odoo import models
from odoo.tools import SQL, split_every


class CallcenterCareRule(models.Model):
    """What care rules make. Each occasion is written down first: who is in the book is not cared for again."""

    _name = "callcenter.care.rule"
    _inherit = ("callcenter.care.rule",)

    def _note(self, today):
        """Write the occasions down that are not yet; returns rows (care id, partner id, user id, day, occasion)."""
        state = {"task": "task", "sms": "sms", "campaign": "contact"}[self.action]
        query = SQL(
            """
            INSERT INTO callcenter_care (rule_id, partner_id, day, occasion, at, user_id, state)
            SELECT %(rule)s, due.id, due.day, min(due.occasion), now() AT TIME ZONE 'UTC', min(due.user_id), %(state)s
              FROM (%(occasions)s) due GROUP BY due.id, due.day
            ON CONFLICT (rule_id, partner_id, day) DO NOTHING
            RETURNING id, partner_id, user_id, day, occasion
            """,
            rule=self.id,
            state=state,
            occasions=self._occasions(today),
        )
        return self.env.execute_query(query)

    def _make_task(self, rows):
        kind = self.env.ref("callcenter_crm.activity_type_care")
        texts, tasks, nobody = {}, [], []
        for care_id, partner_id, owner_id, day, occasion in rows:
            user_id = owner_id or self.user_id.id
            if user_id:
                text = texts.get(user_id) or texts.setdefault(user_id, self._text(user_id))
                tasks.append((partner_id, user_id, day, f"{text}: {occasion}" if occasion else text))
            else:
                nobody.append(care_id)
        self.env["mail.activity"]._callcenter_remind(kind, tasks)
        self._skip(nobody, "nobody")
        return len(tasks), len(nobody)

    def _text(self, user_id):
        rule = self.with_context(lang=self.env["res.users"].browse(user_id).lang)
        return rule.summary or rule.name

    def _make_sms(self, rows):
        """Send texts the way Odoo does: its exclusion list, its log on the customer, its queue."""
        numbers = {row[0] for row in self._numbers(rows) if row[3] == "contact"}
        self._skip([row[0] for row in rows if row[0] not in numbers], "no_number")
        receivers = [row[1] for row in rows if row[0] in numbers]
        for ids in split_every(1000, receivers):
            composer = self.env["sms.composer"].create(
                {
                    "composition_mode": "mass",
                    "res_model": "res.partner",
                    "res_ids": repr(list(ids)),
                    "template_id": self.sms_template_id.id,
                    "mass_keep_log": True,
                }
            )
            composer._action_send_sms()
        return len(receivers), len(rows) - len(receivers)

    def _make_campaign(self, rows):
        """Put the customers into the campaign, with their owners, and say why some are not."""
        found = self._numbers(rows)
        for state in ("no_number", "in_campaign", "blocked"):
            self._skip([row[0] for row in found if row[3] == state], state)
        taken = [row for row in found if row[3] == "contact"]
        query = SQL(
            """
            WITH made AS (
                INSERT INTO callcenter_contact
                       (campaign_id, name, number, partner_id, user_id, department_id, city, remark, state, attempts,
                        priority, created)
                SELECT %(campaign)s, p.name, t.number, p.id, owner.id, owner.callcenter_department_id, p.city,
                       concat_ws(', ', %(name)s, care.occasion, care.day), 'new', 0, 0, now() AT TIME ZONE 'UTC'
                  FROM unnest(%(cares)s::int[], %(numbers)s::text[]) AS t (care_id, number)
                  JOIN callcenter_care care ON care.id = t.care_id
                  JOIN res_partner p ON p.id = care.partner_id
                  LEFT JOIN res_users owner ON owner.id = p.user_id AND owner.active
             RETURNING id, partner_id
            )
            UPDATE callcenter_care care SET contact_id = made.id FROM made
             WHERE care.id = ANY(%(cares)s) AND care.partner_id = made.partner_id
            """,
            campaign=self.campaign_id.id,
            name=self.summary or self.name,
            cares=[row[0] for row in taken],
            numbers=[row[2] for row in taken],
        )
        self.env.cr.execute(query)
        return len(taken), len(found) - len(taken)

    def _numbers(self, rows):
        """Return (care id, partner id, number, state) of ``rows``: the own phone first, each number once."""
        live = SQL("FALSE")
        if self.action == "campaign":
            live = SQL(
                """EXISTS (SELECT FROM callcenter_contact c WHERE c.number = best.number AND c.campaign_id = %s
                              AND c.state IN ('new', 'open', 'pending'))""",
                self.campaign_id.id,
            )
        query = SQL(
            """
            SELECT care.id, care.partner_id, best.number,
                   CASE WHEN best.number IS NULL THEN 'no_number' WHEN %(blocked)s THEN 'blocked'
                        WHEN %(live)s OR row_number() OVER (PARTITION BY best.number ORDER BY care.id) > 1
                             AND %(campaign)s THEN 'in_campaign'
                        ELSE 'contact' END
              FROM unnest(%(ids)s::int[]) AS t (id) JOIN callcenter_care care ON care.id = t.id
              LEFT JOIN LATERAL (
                   SELECT n.number FROM callcenter_number n WHERE n.partner_id = care.partner_id
                    ORDER BY n.origin DESC, n.id LIMIT 1
              ) best ON TRUE
            """,
            ids=[row[0] for row in rows],
            blocked=self._blocked(),
            live=live,
            campaign=self.action == "campaign",
        )
        return self.env.execute_query(query)

    def _blocked(self):
        """Return the SQL condition that ``best.number`` may not be called."""
        return SQL("NOT (%s)", self.env["callcenter.blacklist"]._free(self.company_id, SQL("best.number")))

    def _skip(self, care_ids, state):
        if care_ids:
            self.env.cr.execute(SQL("UPDATE callcenter_care SET state = %s WHERE id = ANY(%s)", state, care_ids))
