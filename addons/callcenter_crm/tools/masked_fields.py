"""Fields whose numbers only those see whole who may: all others get masked text, by whatever path they read.

What is stored, and what the system itself (superuser mode) works with, is the number; only what a user is given is
masked. There are two doors, and each way out goes through one of them: values leave the cache by
``convert_to_record`` (attributes, read, export, forms, templates), and queries speak of a column by ``to_sql``
(search, sorting, groups, aggregates), which for such users is an expression of the masked text. So a search finds what
the user sees, and nothing can be guessed digit by digit. The way back is :mod:`callcenter.masking`'s.
"""

import re

from odoo import fields
from odoo.orm.identifiers import NewId
from odoo.tools import SQL

from .masking import is_masked, mask, mask_sql, mask_text, mask_text_sql

# numbers that the user has just typed into a form, and what the masked texts given out stand for: of one transaction
TYPED = "callcenter_masking_typed"
GIVEN = "callcenter_masking_given"
TEXTS = "callcenter_masking_texts"
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[+]?[0-9 ()-]+")


def hides_numbers(env):
    """Return whether the user of ``env`` gets masked numbers.

    In superuser mode it is so only with ``callcenter_masked`` in the context: for what is made for somebody else.
    """
    if env.context.get("callcenter_masked"):
        return True
    return not env.su and not env.user._callcenter_sees_numbers()


def digits_of(text):
    """Return the last digits of ``text``, by which two spellings of one number are the same."""
    return re.sub(r"[^0-9]", "", text or "")[-9:]


def number_behind(env, shown, name=None):
    """Return the number that the masked text ``shown`` was given out for in this transaction, None if not just one.

    :param str name: of the field it is for: of two spellings the one of such a field is taken
    """
    known = env.cr.cache.get(GIVEN, {}).get(shown, {})
    if len({digits_of(number) for number in known.values()}) != 1:
        return None
    return known.get(name) or next(iter(known.values()))


def text_behind(env, shown):
    """Return the text that ``shown`` was given out for in this transaction; ``shown`` where that is not just one."""
    texts = env.cr.cache.get(TEXTS, {}).get(shown, ())
    return next(iter(texts)) if len(texts) == 1 else shown


class _MaskedField:
    """What both kinds have in common."""

    def convert_to_record(self, value, record):
        value = super().convert_to_record(value, record)
        return self._shown(value, record) if value and hides_numbers(record.env) else value

    def to_sql(self, model, alias):
        sql = super().to_sql(model, alias)
        if model.env.context.get("callcenter_plain_column") is self or not hides_numbers(model.env):
            return sql
        return self._sql(sql)

    def _compute_related(self, records):
        # sudo: the field's own records - what is passed on is the number, masked again on its way out
        if hides_numbers(records.env):
            records = records.sudo()
        return super()._compute_related(records)


class MaskedNumber(_MaskedField, fields.Char):
    """A field that holds one telephone number."""

    def _shown(self, value, record):
        cache = record.env.cr.cache
        if isinstance(record.id, NewId) and digits_of(value) in cache.get(TYPED, ()):
            return value
        shown = mask(value)
        if shown != value:
            cache.setdefault(GIVEN, {}).setdefault(shown, {})[self.name] = value
        return shown

    def _sql(self, column):
        return mask_sql(column)


class MaskedParty(MaskedNumber):
    """A field that holds a telephone number or a code."""

    def _shown(self, value, record):
        return super()._shown(value, record) if _NUMBER.fullmatch(value) else value

    def _sql(self, column):
        return SQL(
            "CASE WHEN %s ~ %s THEN %s ELSE %s END", column, f"^{_NUMBER.pattern}$", super()._sql(column), column
        )


class _MaskedTextField(_MaskedField):
    """A text in which people may have written telephone numbers."""

    def _shown(self, value, record):
        shown = mask_text(value)
        if shown != value:
            record.env.cr.cache.setdefault(TEXTS, {}).setdefault(shown, set()).add(value)
        return shown

    def _sql(self, column):
        return mask_text_sql(column)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        # without a digit in it a term tells no number, and the column's index is used
        if not _DIGIT.search(str(value)):
            model = model.with_context(callcenter_plain_column=self)
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)


class MaskedName(_MaskedTextField, fields.Char):
    """A short text."""


class MaskedText(_MaskedTextField, fields.Text):
    """A long text."""


class MaskedHtml(_MaskedTextField, fields.Html):
    """A text with markup."""


__all__ = ["MaskedHtml", "MaskedName", "MaskedNumber", "MaskedText", "hides_numbers", "is_masked"]
