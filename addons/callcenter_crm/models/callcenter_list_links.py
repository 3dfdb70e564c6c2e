from odoo import models
from odoo.tools import SQL

from ..tools import intake, intake_reasons
from .callcenter_list_stage import STAGE


class CallcenterListLinks(models.Model):
    """Customers and products that a file names: found for all rows at once, by what identifies them."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_link(self, reader, place, column):
        """Put the ids of what a column names beside the names; who is not found, or is several, is unknown."""
        name, value = SQL.identifier(f"t{place}"), SQL.identifier(f"v{place}")
        drops = not reader.leaves_empty(column, intake_reasons.ITEM)
        cr = self.env.cr
        self.env.flush_all()
        cr.execute(SQL("ALTER TABLE %s ADD COLUMN %s int4", STAGE, value))
        cr.execute(
            SQL(
                """
                WITH asked AS MATERIALIZED (
                    SELECT DISTINCT %(name)s AS text, split_part(%(name)s, %(separator)s, 1) AS word,
                           split_part(%(name)s, %(separator)s, 2) AS key
                      FROM %(stage)s WHERE %(name)s IS NOT NULL
                ), met (text, rank, id) AS (%(met)s), best AS (
                    SELECT text, min(rank) AS rank FROM met GROUP BY text
                ), found AS (
                    SELECT text, min(id) AS id FROM met JOIN best USING (text, rank)
                     GROUP BY text HAVING count(DISTINCT id) = 1
                )
                UPDATE %(stage)s s SET %(value)s = found.id FROM found WHERE s.%(name)s = found.text
                """,
                name=name,
                value=value,
                separator=intake.SEPARATOR,
                stage=STAGE,
                met=self._import_met(column.kind),
            )
        )
        cr.execute(
            SQL(
                "UPDATE %s SET flags = flags | %s, detail = CASE WHEN %s THEN %s ELSE detail END"
                " WHERE %s IS NOT NULL AND %s IS NULL%s",
                STAGE,
                intake_reasons.ITEM if drops else intake_reasons.ODD_ITEM,
                drops,
                str(place),
                name,
                value,
                SQL(" AND flags & %s = 0", intake_reasons.OWN) if drops else SQL(),
            )
        )

    def _import_met(self, kind):
        """Return the SQL of ``(text, rank, id)``: what the user may see and a text fits; the lowest rank counts."""
        if kind == "partner":
            return SQL(
                """
                SELECT asked.text, 1, p.id FROM asked JOIN callcenter_number n ON n.number = asked.key
                  JOIN res_partner p ON p.id = n.partner_id WHERE p.id IN %(seen)s
                 UNION ALL
                SELECT asked.text, 2, p.id FROM asked JOIN res_partner p ON %(ref)s = asked.word WHERE p.id IN %(seen)s
                 UNION ALL
                SELECT asked.text, 3, p.id FROM asked JOIN res_partner p ON %(name)s = asked.word WHERE p.id IN %(seen)s
                """,
                seen=self._import_seen("res.partner"),
                ref=_folded(SQL("p.ref")),
                name=_folded(SQL("p.name")),
            )
        return SQL(
            """
            SELECT asked.text, 1, p.id FROM asked JOIN product_product p
                ON %(code)s = asked.word WHERE p.id IN %(seen)s
             UNION ALL
            SELECT asked.text, 1, p.id FROM asked JOIN product_product p
                ON %(barcode)s = asked.word WHERE p.id IN %(seen)s
             UNION ALL
            SELECT asked.text, 2, p.id
              FROM product_template t CROSS JOIN jsonb_each_text(t.name) AS spoken
              JOIN asked ON %(name)s = asked.word
              JOIN product_product p ON p.product_tmpl_id = t.id WHERE p.id IN %(seen)s
            """,
            seen=self._import_seen("product.product"),
            code=_folded(SQL("p.default_code")),
            barcode=_folded(SQL("p.barcode")),
            name=_folded(SQL("spoken.value")),
        )

    def _import_seen(self, model):
        """Return the SQL of the ids of a model's records that who started the import may read."""
        records = self.env[model].sudo(False)
        return records._search([]).subselect() if records.has_access("read") else SQL("(NULL)")


def _folded(text):
    """Return the SQL of a text as :func:`tools.intake_values.fold` makes it."""
    return SQL("lower(normalize(btrim(%s), NFKC))", text)
