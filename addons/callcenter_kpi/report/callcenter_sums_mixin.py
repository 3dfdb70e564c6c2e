from odoo import api, fields, models
from odoo.tools import SQL


class CallcenterSumsMixin(models.AbstractModel):
    """Rows of a report: their day by the company's calendar, and the ratios of their sums.

    Ratios exist for groups of rows only: ``_report_ratios`` names the sums they are made of, so that the figure of a
    group is the ratio of its sums.
    """

    _name = "callcenter.sums.mixin"
    _description = "Rows of a Report"

    day = fields.Date(readonly=True)
    days_ago = fields.Integer(readonly=True, aggregator=None, help="Days since, by the company's calendar; 0: today.")
    weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        readonly=True,
    )

    @api.model
    def _report_ratios(self):
        """Return ``{ratio field: (names of the sums above the line, names of the sums below)}``."""
        return {}

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]
        if name not in self._report_ratios():
            return super()._read_group_select(aggregate_spec, query)

        def added_up(names):
            return SQL(" + ").join(SQL("SUM(%s)", self._field_to_sql(self._table, fname, query)) for fname in names)

        above, below = self._report_ratios()[name]
        return SQL("(%s)::float / NULLIF(%s, 0)", added_up(above), added_up(below))

    def _figures(self):
        """Return the names of the columns that are counted or added up."""
        return []
