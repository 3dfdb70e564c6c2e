from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class CallcenterPoolRun(models.Model):
    """One run of the pool rules: what fell back, whom it warned. A manager can undo it."""

    _name = "callcenter.pool.run"
    _description = "Run of the Pool Rules"
    _order = "at desc, id desc"
    _log_access = False

    at = fields.Datetime("Run On", required=True, readonly=True, default=fields.Datetime.now)
    by_id = fields.Many2one("res.users", "Run By", required=True, readonly=True, ondelete="restrict")
    count = fields.Integer("Fell Back", readonly=True)
    warned = fields.Integer("Warnings", readonly=True)
    undone_at = fields.Datetime("Undone On", readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    undone_count = fields.Integer("Given Back", readonly=True)
    move_ids = fields.One2many("callcenter.customer.move", "run_id", "Moves", readonly=True)

    def _compute_display_name(self):
        for run in self:
            run.display_name = fields.Datetime.context_timestamp(run, run.at).strftime("%Y-%m-%d %H:%M")

    def action_undo(self):
        """Give the owners back what this run took and nobody has claimed or moved since.

        :raises AccessError: not a manager who has all customers
        :raises UserError: undone already
        """
        self.ensure_one()
        user = self.env.user
        if not user.has_group("callcenter_crm.group_manager") or user._callcenter_scope("customer") != "all":
            raise AccessError(self.env._("Managers who have all customers undo a run."))
        self.env.flush_all()
        # two who undo at once: the second waits here, and finds it undone
        [[undone]] = self.env.execute_query(
            SQL("SELECT undone_at FROM callcenter_pool_run WHERE id = %s FOR UPDATE", self.id)
        )
        if undone:
            raise UserError(self.env._("This run has been undone already."))
        count = self._give_back()
        # sudo: callcenter.pool.run - who may undo it is settled above; the fields are nobody's to write
        self.sudo().write({"undone_at": fields.Datetime.now(), "undone_by_id": user.id, "undone_count": count})
        self.env.invalidate_all()
        return self.env["callcenter.customer.rule"]._told(
            self.env._(
                "%(back)s customers are with their owners again, %(stayed)s have moved since.",
                back=count,
                stayed=self.count - count,
            )
        )

    def _give_back(self):
        query = SQL(
            """
            WITH RECURSIVE back AS MATERIALIZED (
                SELECT m.* FROM callcenter_customer_move m
                  JOIN res_partner p ON p.id = m.partner_id
                  JOIN res_users owner ON owner.id = m.from_user_id AND owner.active
                 WHERE m.run_id = %(run)s AND p.user_id IS NULL AND p.callcenter_pool_id = m.to_pool_id
                   AND NOT EXISTS (SELECT FROM callcenter_customer_move l
                                    WHERE l.partner_id = m.partner_id AND l.id > m.id)
                   FOR UPDATE OF p SKIP LOCKED
            ), tree AS (
                SELECT partner_id AS id, partner_id AS top FROM back
                 UNION
                SELECT p.id, tree.top FROM res_partner p JOIN tree ON p.parent_id = tree.id
                 WHERE p.user_id IS NULL AND p.callcenter_pool_id IS NOT NULL
            ), written AS (
                UPDATE res_partner p
                   SET user_id = back.from_user_id, callcenter_pool_id = NULL, callcenter_pooled_at = NULL,
                       -- counted anew: else the next run would take it again
                       callcenter_owned_at = %(at)s
                  FROM tree JOIN back ON back.partner_id = tree.top WHERE p.id = tree.id
             RETURNING p.id
            )
            INSERT INTO callcenter_customer_move (partner_id, at, by_id, kind, from_pool_id, to_user_id, owned_at)
            SELECT partner_id, %(at)s, %(by)s, 'undo', to_pool_id, from_user_id, owned_at FROM back
            """,
            run=self.id,
            at=fields.Datetime.now(),
            by=self.env.uid,
        )
        self.env.cr.execute(query)
        return self.env.cr.rowcount
