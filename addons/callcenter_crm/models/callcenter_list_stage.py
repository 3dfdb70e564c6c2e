import gc
import io
from contextlib import contextmanager
from itertools import islice
from zoneinfo import ZoneInfo

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import importing, intake, intake_reasons, location
from .callcenter_contact_location import CHINESE
from .callcenter_list_fields import SQL_TYPES

STAGE = SQL.identifier("callcenter_import_stage")
VERDICT = SQL.identifier("callcenter_import_verdict")
TAKEN = SQL.identifier("callcenter_import_taken")
CHUNK = 10_000
NEW_ITEMS = 200


class CallcenterListStage(models.Model):
    """The rows of a file in a temporary table, and what is known of each: one statement for all of them."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_stage(self, columns, cleaning, tell, most=None):
        """Read the file into the staging table.

        :param columns: as of ``_import_columns``
        :param tell: called with how many rows have been read; may raise to stop it
        :param most: so many rows are read, only to be counted: nobody asks where the numbers belong. None: all
        :returns: the :class:`tools.intake.Intake` that has read it
        :raise Refused: the file cannot be read
        :raise UserError: a column is none of its dictionary
        """
        reader = intake.Intake(
            self._import_intake_columns(columns, cleaning), self._import_choices(cleaning, most is None)
        )
        self._import_make_stage(reader)
        try:
            with self._import_path() as path:
                rows = importing.rows(path, importing.Options.from_dict(self.options))
                self._import_copy(reader, islice(rows, most), tell)
        except intake.TooManyItems as many:
            raise UserError(
                self.env._(
                    "The column “%(header)s” has more than %(most)s values that its dictionary does not know. "
                    "Map it to another field, or leave unknown values out.",
                    header=many.args[0],
                    most=reader.choices.most,
                )
            ) from many
        return reader

    def _import_intake_columns(self, columns, cleaning):
        targets = self._import_targets()
        mapped = [column for column in columns if column["field"]]
        return [
            intake.Column(
                column["index"],
                column["header"],
                column["field"],
                targets[column["field"]]["kind"],
                column["field"] != "number"
                and (targets[column["field"]]["required"] or column["field"] in cleaning["required"]),
                self._import_values(targets[column["field"]]),
            )
            for column in mapped
        ]

    def _import_choices(self, cleaning, located):
        return intake.Choices(
            region=self._import_region(),
            empty=cleaning["values"] == "empty",
            unknown=cleaning["items"],
            most=self._import_limit("callcenter_crm.import_new_items", NEW_ITEMS),
            zone=ZoneInfo(self.user_id.tz or self.company_id._callcenter_tz()),
            locate=self._import_locate() if located else None,
        )

    def _import_locate(self):
        """Return the function that tells (region, city) of a number, in the language of the company's addresses."""
        lang = "zh_CN" if self._import_region() in CHINESE else "en_US"

        def located(key):
            province, city, _carrier, country = location.locate(key, lang)
            return province or country, city

        return located

    def _import_make_stage(self, reader):
        values = [
            SQL("%s %s", name, SQL("text") if column.kind in intake.LINKED else SQL(SQL_TYPES[column.kind]))  # pylint: disable=sql-injection
            for column, name in self._import_copied(reader)
        ]
        cr = self.env.cr
        cr.execute(SQL("DROP TABLE IF EXISTS %s, %s", STAGE, VERDICT))
        cr.execute(
            SQL(
                "CREATE TEMP TABLE %s (%s) ON COMMIT DROP",
                STAGE,
                SQL(", ").join(
                    [
                        SQL(
                            "line int4, number text, number_2 text, flags int4, detail text, raw text,"
                            " region text, city text"
                        ),
                        *values,
                    ]
                ),
            )
        )

    def _import_copied(self, reader):
        """Return the columns of values as COPY fills them: ``[(column, its name as SQL)]``; links are only named."""
        return [
            (column, SQL.identifier(f"{'t' if column.kind in intake.LINKED else 'v'}{place}"))
            for place, column, _convert in reader.values
        ]

    def _import_copy(self, reader, rows, tell):
        """Stream the rows into the staging table, a chunk at a time."""
        done = 0
        while count := self._import_copy_chunk(reader, rows):
            done += count
            tell(done)
        self.env.cr.execute(SQL("ANALYZE %s (number, number_2, flags)", STAGE))
        for place, column, _convert in reader.values:
            if column.kind in intake.LINKED:
                self._import_link(reader, place, column)
            self._import_find_twins(place, column)

    def _import_copy_chunk(self, reader, rows):
        """Send the next rows; returns how many there were."""
        # a hundred thousand lists without cycles: the collector would look at all of the server's objects for nothing
        with _uncollected():
            chunk = list(islice(rows, CHUNK))
            text = reader.lines(chunk)
        if chunk:
            file = io.BytesIO(text.encode("utf-8", "replace"))
            self.env.cr.copy_expert("COPY callcenter_import_stage FROM STDIN", file)
        return len(chunk)

    def _import_find_twins(self, place, column):
        """Flag the rows whose value in a unique field another contact or an earlier row of the file has."""
        spec = next((spec for spec in self._import_specs() if spec.name == column.name), None)
        if not spec or not spec.unique:
            return
        # sudo: callcenter.field - how its values are compared
        definition = self.env["callcenter.field"].sudo().browse(spec.id)
        value, held = SQL.identifier(f"v{place}"), SQL.identifier("c", column.name)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(stage)s s SET flags = flags | %(twin)s, detail = %(place)s
                  FROM (SELECT line, %(key)s AS key, row_number() OVER (PARTITION BY %(key)s ORDER BY line) AS turn
                          FROM %(stage)s WHERE flags & %(own)s = 0 AND %(filled)s) AS given
                 WHERE s.line = given.line AND (
                       given.turn > 1
                       OR EXISTS (SELECT FROM callcenter_contact c WHERE %(held_key)s = given.key AND %(held_filled)s))
                """,
                stage=STAGE,
                twin=intake_reasons.TWIN,
                own=intake_reasons.OWN,
                place=str(place),
                key=definition._callcenter_key(value),
                filled=definition._callcenter_filled(value),
                held_key=definition._callcenter_key(held),
                held_filled=definition._callcenter_filled(held),
            )
        )

    def _import_judge(self, cleaning):
        """Find out for all staged rows at once where else their numbers are; returns ``{flags: rows}``."""
        self.env.flush_all()
        cr = self.env.cr
        left_out = intake_reasons.OWN | (
            intake_reasons.BLACKLIST | intake_reasons.DO_NOT_CALL if cleaning["blacklist"] else 0
        )
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE %(verdict)s ON COMMIT DROP AS
                WITH known AS MATERIALIZED (
                    SELECT number, count(*) AS times FROM %(stage)s WHERE number IS NOT NULL GROUP BY number
                ), met AS MATERIALIZED (
                    SELECT known.number, c.id, c.campaign_id = %(campaign)s AS here
                      FROM known JOIN callcenter_contact c ON c.number = known.number
                     WHERE c.campaign_id = ANY(%(campaigns)s)
                     UNION ALL
                    SELECT known.number, c.id, c.campaign_id = %(campaign)s
                      FROM known JOIN callcenter_contact c ON c.number_2 = known.number
                     WHERE c.campaign_id = ANY(%(campaigns)s) AND c.number_2 IS NOT NULL
                ), contacts AS MATERIALIZED (
                    SELECT number, min(id) FILTER (WHERE here) AS here, min(id) FILTER (WHERE NOT here) AS there
                      FROM met GROUP BY number
                ), customers AS MATERIALIZED (
                    SELECT DISTINCT ON (known.number) known.number, p.id
                      FROM known JOIN callcenter_number n ON n.number = known.number
                      JOIN res_partner p ON p.id = n.partner_id
                     WHERE p.active AND (p.company_id IS NULL OR p.company_id = %(company)s)
                     ORDER BY known.number, n.origin DESC, n.id
                ), %(blacklist)s, judged AS MATERIALIZED (
                    SELECT s.line, s.number, contacts.here, contacts.there, customers.id AS customer,
                           banned.id AS banned,
                           s.flags | CASE banned.kind WHEN 'do_not_call' THEN %(do_not_call)s
                                                      WHEN 'blacklist' THEN %(black)s ELSE 0 END
                                   | CASE WHEN contacts.here IS NULL THEN 0 ELSE %(in_campaign)s END
                                   | CASE WHEN contacts.there IS NULL THEN 0 ELSE %(in_others)s END
                                   | CASE WHEN customers.id IS NULL THEN 0 ELSE %(is_customer)s END AS flags
                      FROM %(stage)s s
                      LEFT JOIN contacts ON contacts.number = s.number
                      LEFT JOIN customers ON customers.number = s.number
                      LEFT JOIN banned ON banned.line = s.line
                ), numbered AS (
                    SELECT line, row_number() OVER of_number AS place, count(*) OVER (PARTITION BY number) AS times,
                           first_value(line) OVER of_number AS first_line
                      FROM judged JOIN known USING (number) WHERE known.times > 1 AND flags & %(left_out)s = 0
                    WINDOW of_number AS (PARTITION BY number ORDER BY line)
                )
                SELECT judged.line, judged.number, judged.here, judged.there, judged.customer, judged.banned,
                       CASE WHEN numbered.times > 1 THEN numbered.first_line END AS first_line,
                       judged.flags | CASE WHEN numbered.place > 1 THEN %(again)s ELSE 0 END
                                    | CASE WHEN numbered.times > 1 THEN %(twice)s ELSE 0 END AS flags
                  FROM judged LEFT JOIN numbered USING (line)
                """,
                verdict=VERDICT,
                stage=STAGE,
                campaign=self.campaign_id.id,
                campaigns=self._import_campaigns(),
                company=self.company_id.id,
                blacklist=self._import_banned(),
                do_not_call=intake_reasons.DO_NOT_CALL,
                black=intake_reasons.BLACKLIST,
                in_campaign=intake_reasons.CAMPAIGN,
                in_others=intake_reasons.OTHERS,
                is_customer=intake_reasons.CUSTOMER,
                left_out=left_out,
                again=intake_reasons.AGAIN,
                twice=intake_reasons.TWICE,
            )
        )
        cr.execute(SQL("SELECT flags, count(*) FROM %s GROUP BY flags", VERDICT))
        return dict(cr.fetchall())

    def _import_campaigns(self):
        """Return the ids of the company's campaigns: repeats are looked for in no other's."""
        # sudo: callcenter.campaign - what is closed or archived has its numbers all the same
        campaigns = self.env["callcenter.campaign"].sudo().with_context(active_test=False)
        return campaigns.search([("company_id", "=", self.company_id.id)]).ids

    def _import_banned(self):
        """Return the SQL of ``banned (line, id, kind)``: rows one of whose numbers nobody may call."""
        return SQL(
            """
            bans AS NOT MATERIALIZED (
                SELECT b.id, b.number, b.kind, b.prefix FROM callcenter_blacklist b WHERE %(holds)s
            ), asked AS MATERIALIZED (
                SELECT line, number FROM %(stage)s WHERE number IS NOT NULL
                 UNION ALL
                SELECT line, number_2 FROM %(stage)s WHERE number_2 IS NOT NULL
            ), matched AS (
                SELECT asked.line, bans.id, bans.kind FROM asked JOIN bans ON bans.number = asked.number
                 WHERE bans.prefix IS NOT TRUE
                 UNION ALL
                SELECT asked.line, bans.id, bans.kind FROM asked JOIN bans ON starts_with(asked.number, bans.number)
                 WHERE bans.prefix
            ), banned AS MATERIALIZED (
                SELECT DISTINCT ON (line) line, id, kind FROM matched ORDER BY line, kind DESC, id
            )
            """,
            holds=self.env["callcenter.blacklist"]._holds(self.company_id),
            stage=STAGE,
        )


@contextmanager
def _uncollected():
    """Pause the garbage collector; Odoo's own way leaves it off after an exception."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
