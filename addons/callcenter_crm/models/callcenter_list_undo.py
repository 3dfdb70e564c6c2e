from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .callcenter_allocation import ON_A_CALL


class CallcenterListUndo(models.Model):
    """A batch is taken back: contacts that nobody has touched go, the others stay."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_undo(self):
        """Delete those contacts of the batch that nobody has called, followed up, allocated or built upon.

        :returns: the state, see ``import_state``
        """
        batch = self._import_check()
        # two who undo at once: the second waits here, and finds it undone
        query = SQL("SELECT state FROM callcenter_list WHERE id = %s FOR UPDATE", self.id)
        [(state,)] = self.env.execute_query(query)
        if state != "done":
            raise UserError(self.env._("Only a batch that has been imported can be undone."))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH back AS MATERIALIZED (
                    SELECT callcenter_contact.id FROM callcenter_contact WHERE %s
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), gone AS (
                    DELETE FROM callcenter_contact c USING back WHERE c.id = back.id RETURNING c.id
                ), forgotten AS (
                    DELETE FROM callcenter_contact_move m USING gone WHERE m.contact_id = gone.id
                )
                SELECT count(*) FROM gone
                """,
                self._import_untouched(),
            )
        )
        count = self.env.cr.fetchone()[0]
        self.env.invalidate_all()
        batch.write({"state": "undone", "undone_count": count, "stayed_count": batch.rows_taken - count})
        batch.finished_at = batch.finished_at or fields.Datetime.now()
        self.env["callcenter.audit"]._note("delete", self, count=count, detail=batch.file_name)
        return self.import_state()

    def _import_undo_counts(self):
        """Return how many contacts an undo would delete now, and how many it would leave."""
        self.env.flush_all()
        query = SQL("SELECT count(*) FROM callcenter_contact WHERE %s", self._import_untouched())
        [(goes,)] = self.env.execute_query(query)
        return goes, max(self.rows_taken - goes, 0)

    def _import_untouched(self):
        """Return the SQL condition of the batch's contacts that are as the import made them."""
        conditions = [
            SQL("callcenter_contact.list_id = %s", self.id),
            SQL("callcenter_contact.state = 'new' AND callcenter_contact.attempts = 0"),
            SQL("callcenter_contact.last_at IS NULL AND callcenter_contact.user_id IS NULL"),
            # sudo: callcenter.list - where its contacts were put belongs to the batch
            SQL("callcenter_contact.department_id IS NOT DISTINCT FROM %s::int4", self.sudo().department_id.id or None),
            SQL("NOT %s", ON_A_CALL),
        ]
        for table, column in self._import_references():
            conditions.append(
                SQL(
                    "NOT EXISTS (SELECT FROM %s AS other WHERE %s = callcenter_contact.id)",
                    SQL.identifier(table),
                    SQL.identifier("other", column),
                )
            )
        return SQL(" AND ").join(conditions)

    def _import_references(self):
        """Return the (table, column) pairs of what else is built upon contacts; their history is their own."""
        pairs = set()
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._transient or model._name == "callcenter.contact.move":
                continue
            for field in model._fields.values():
                if field.type == "many2one" and field.store and field.comodel_name == "callcenter.contact":
                    pairs.add((model._table, field.name))
        return sorted(pairs)
