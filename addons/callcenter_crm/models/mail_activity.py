from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _callcenter_remind(self, kind, rows):
        """Make activities of ``kind`` on customers by one statement and count them up in their users' pages.

        :param rows: (partner id, user id, date, summary)
        :returns: ids of the activities, in the order of ``rows``
        """
        if not rows:
            return []
        partner_ids, user_ids, dates, summaries = (list(column) for column in zip(*rows, strict=True))
        query = SQL(
            """
            WITH task AS (
                SELECT *, nextval('mail_activity_id_seq') AS task_id
                  FROM unnest(%(partners)s::int[], %(users)s::int[], %(dates)s::date[], %(summaries)s::text[])
                       WITH ORDINALITY AS t (partner_id, user_id, due, summary, place)
            ), made AS (
                INSERT INTO mail_activity (id, res_model_id, res_model, res_id, res_name, activity_type_id, summary,
                       date_deadline, user_id, user_tz, active, automated, create_uid, create_date,
                       write_uid, write_date)
                SELECT task.task_id, %(model)s, 'res.partner', task.partner_id, p.complete_name, %(kind)s,
                       task.summary, task.due, task.user_id, person.tz, TRUE, TRUE, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM task JOIN res_partner p ON p.id = task.partner_id
                  JOIN res_users u ON u.id = task.user_id JOIN res_partner person ON person.id = u.partner_id
            )
            SELECT task_id FROM task ORDER BY place
            """,
            partners=partner_ids,
            users=user_ids,
            dates=dates,
            summaries=summaries,
            model=self.env["ir.model"]._get_id("res.partner"),
            kind=kind.id,
            uid=self.env.uid,
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        today = fields.Date.today()
        due = [user_id for user_id, date in zip(user_ids, dates, strict=True) if date <= today]
        for user_id, count in Counter(due).items():
            self.env["res.users"].browse(user_id)._bus_send(
                "mail.activity/updated", {"activity_created": True, "count_diff": count}
            )
        self.invalidate_model()
        return ids
