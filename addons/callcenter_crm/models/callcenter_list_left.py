from odoo import models
from odoo.tools import SQL

from ..tools import intake, intake_reasons
from .callcenter_list_stage import STAGE, TAKEN

# so many different values of a column are told
TOLD = 20


class CallcenterListLeft(models.Model):
    """Values that rows were taken without: none is lost silently."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_left_empty(self, reader):
        """Return which fields were left empty in rows taken, and for which values.

        :returns: ``[{"label", "count", "values": [{"text", "count"}]}]``: ``count`` cells of a column, the
            :data:`TOLD` most frequent among them as ``values``
        """
        targets = self._import_targets()
        found = []
        for place, column in enumerate(reader.columns):
            rows = self._import_left_cells(place, column) if column.kind not in ("char", "text") else ()
            if rows:
                values = [{"text": text[:60], "count": count} for text, count, _total in rows]
                found.append({"label": targets[column.name]["label"], "count": int(rows[0][2]), "values": values})
        return found

    def _import_left_cells(self, place, column):
        """Return ``[(cell, rows taken without it, all of these)]`` of a column, the most frequent first."""
        if column.name == "number":
            return ()
        value = SQL.identifier("s", "number_2" if column.name == "number_2" else f"v{place}")
        return self.env.execute_query(
            SQL(
                """
                SELECT cell, count(*), sum(count(*)) OVER ()
                  FROM %(taken)s t JOIN %(stage)s s ON s.line = t.line
                 CROSS JOIN split_part(s.raw, %(separator)s, %(place)s) AS cell
                 WHERE s.flags & %(odd)s > 0 AND cell <> '' AND (%(value)s IS NULL%(partly)s)
                 GROUP BY cell ORDER BY count(*) DESC, cell LIMIT %(told)s
                """,
                taken=TAKEN,
                stage=STAGE,
                separator=intake.SEPARATOR,
                place=column.index + 1,
                odd=intake_reasons.ODD_VALUE | intake_reasons.ODD_ITEM,
                value=value,
                partly=SQL(" OR 0 = ANY(%s)", value) if column.kind == "items" else SQL(),
                told=TOLD,
            )
        )
