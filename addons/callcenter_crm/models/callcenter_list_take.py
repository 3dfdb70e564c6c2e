from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools import intake_reasons
from .callcenter_list_stage import STAGE, TAKEN, VERDICT

CHUNK = 100_000
# what PostgreSQL may take for a sort before it goes to the disk
WORK_MEMORY = "64MB"
# parts of the bar: reading goes to the first, judging to the second, the rest is writing
READ, JUDGED = 0.6, 0.7


class CallcenterListTake(models.Model):
    """The rows that nothing speaks against become contacts, with a line in their history."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_take(self):
        """Import the file, in the transaction of the caller.

        :raise AccessError: the user has lost a right since
        :raise Cancelled: somebody called it off
        """
        if not self.user_id.active:
            raise AccessError(self.env._("Who started the import is no user any more."))
        self.sudo(False)._import_check()
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
        columns, cleaning = self._import_columns(self.columns), self._import_check_cleaning(self.cleaning)
        tell = self._import_teller()
        total = self.rows_total

        def read(rows):
            tell(READ * min(rows / max(total, rows), 1), rows)

        reader = self._import_stage(columns, cleaning, read)
        self._import_one_at_a_time()
        histogram = self._import_judge(cleaning)
        rows = sum(histogram.values())
        tell(JUDGED, rows)
        reasons = intake_reasons.counted(histogram, cleaning)
        taken = reasons.pop("", 0)
        self._import_choose([flags for flags in histogram if not intake_reasons.reason(flags, cleaning)])
        added = self._import_add_items(reader)
        self._import_write(reader, cleaning, taken, lambda part: tell(JUDGED + (1 - JUDGED) * part, rows))
        dropped, samples = self._import_dropped(reader, cleaning, rows - taken)
        left_empty = self._import_left_empty(reader)
        self.write(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "rows_total": rows,
                "rows_taken": taken,
                "rows_dropped": rows - taken,
                "reasons": reasons,
                "added": added,
                "emptied": sum(column["count"] for column in left_empty),
                "left_empty": left_empty,
                "located": self._import_located(),
                "dropped_id": dropped.id,
                "samples": samples,
            }
        )
        self.template_id.last_used_at = fields.Datetime.now()
        self.env["callcenter.audit"]._note("create", self, model=self._name, count=taken, detail=self.file_name)
        self.env["callcenter.contact"].invalidate_model()
        tell(1, rows, True)

    def _import_one_at_a_time(self):
        """Let two who fill one campaign at once follow each other: the second sees the numbers of the first."""
        self.env.cr.execute(SQL("UPDATE callcenter_campaign SET id = id WHERE id = %s", self.campaign_id.id))

    def _import_choose(self, flags):
        """Give the rows with one of ``flags`` the ids of their contacts, in the order of the file."""
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", TAKEN))
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE %s ON COMMIT DROP AS
                SELECT nextval('callcenter_contact_id_seq')::int4 AS id, line, customer
                  FROM (SELECT line, customer FROM %s WHERE flags = ANY(%s) ORDER BY line) AS chosen
                """,
                TAKEN,
                VERDICT,
                flags,
            )
        )
        self.env.cr.execute(SQL("CREATE INDEX ON %s (line)", TAKEN))
        self.env.cr.execute(SQL("ANALYZE %s", TAKEN))

    def _import_add_items(self, reader):
        """Make the dictionary items that rows taken ask for, and put them in; returns what was added.

        :returns: ``[{"field", "label", "items": [name]}]``
        """
        targets = self._import_targets()
        added = []
        for place, new in reader.new.items():
            column = reader.columns[place]
            wanted = self._import_wanted(place, column)
            names = {name: number for name, number in new.items() if number in wanted}
            if not names:
                continue
            target = targets[column.name]
            # sudo: callcenter.dictionary - managers add items by an import, see _import_check_cleaning
            dictionary = self.env["callcenter.dictionary"].sudo().search([("code", "=", target["dictionary"])])
            items = self.env["callcenter.dictionary.item"].sudo()
            made = items.create([{"dictionary_id": dictionary.id, "name": name} for name in names])
            self._import_put_items(place, column, dict(zip(names.values(), made.ids, strict=True)))
            added.append({"field": column.name, "label": target["label"], "items": list(names)})
        return added

    def _import_wanted(self, place, column):
        value = SQL.identifier("s", f"v{place}")
        query = SQL(
            "SELECT DISTINCT %s FROM %s s JOIN %s t ON t.line = s.line",
            SQL("unnest(%s)", value) if column.kind == "items" else value,
            STAGE,
            TAKEN,
        )
        return {number for (number,) in self.env.execute_query(query) if number is not None and number < 0}

    def _import_put_items(self, place, column, ids):
        """Replace the numbers that stood for new items, ``{number: id}``."""
        value = SQL.identifier(f"v{place}")
        numbers, made = list(ids), list(ids.values())
        if column.kind == "items":
            query = SQL(
                """UPDATE %(stage)s SET %(value)s = ARRAY(
                       SELECT coalesce(m.id, x.n) FROM unnest(%(value)s) AS x(n)
                         LEFT JOIN unnest(%(numbers)s, %(made)s) AS m(n, id) ON m.n = x.n)
                    WHERE 0 > ANY(%(value)s)""",
                stage=STAGE,
                value=value,
                numbers=numbers,
                made=made,
            )
        else:
            query = SQL(
                "UPDATE %s SET %s = m.id FROM unnest(%s, %s) AS m(n, id) WHERE %s = m.n",
                STAGE,
                value,
                numbers,
                made,
                value,
            )
        self.env.cr.execute(query)

    def _import_located(self):
        """Return of how many contacts taken the number tells where it belongs."""
        query = SQL(
            "SELECT count(*) FROM %s t JOIN %s s ON s.line = t.line WHERE coalesce(s.region, s.city) <> ''",
            TAKEN,
            STAGE,
        )
        return self.env.execute_query(query)[0][0]

    def _import_write(self, reader, cleaning, taken, tell):
        """Write the contacts, their choices and their history, a part of the rows at a time."""
        [(first, last)] = self.env.execute_query(SQL("SELECT min(id), max(id) FROM %s", TAKEN))
        if first is None:
            return
        defaults = self._import_defaults()
        for start in range(first, last + 1, CHUNK):
            part = SQL("t.id >= %s AND t.id < %s", start, start + CHUNK)
            self._import_write_contacts(reader, cleaning, defaults, part)
            self._import_write_choices(reader, defaults, part)
            self._import_write_moves(part)
            tell(min(start + CHUNK - first, taken) / taken)
