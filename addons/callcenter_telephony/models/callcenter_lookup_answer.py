import logging
import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .. import spoken
from .callcenter_lookup import PIECE, WAYS

_logger = logging.getLogger(__name__)
LANGS = {"zh": "zh_CN", "en": "en_US"}


class CallcenterLookup(models.Model):
    """How a record is found and what is said of it."""

    _name = "callcenter.lookup"
    _inherit = ("callcenter.lookup",)

    @api.constrains(
        "sentence_zh", "sentence_en", "model_id", "search_field", "partner_field", "own_only", "domain", "order"
    )
    def _constrain_fields(self):
        for lookup in self:
            model = self.env.get(lookup.model)
            names = [name for language in LANGS for name, _way in lookup._pieces(language) if name]
            by_customer = lookup.own_only or not lookup.search_field
            names += filter(None, (lookup.search_field, by_customer and lookup.partner_field))
            wrong = [name for name in names if not _leads(model, name)]
            if model is None or wrong:
                raise ValidationError(
                    self.env._("%(lookup)s: there is no field “%(name)s”.", lookup=lookup.name, name=", ".join(wrong))
                )
            if not lookup.sentence_zh and not lookup.sentence_en:
                raise ValidationError(self.env._("%(lookup)s: write what is said.", lookup=lookup.name))
            if not (lookup.search_field or lookup.partner_field) or (lookup.own_only and not lookup.partner_field):
                raise ValidationError(self.env._("%(lookup)s: say by which field it is found.", lookup=lookup.name))
            try:
                model.search(lookup._domain(), order=lookup.order or None, limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._("%(lookup)s: domain or order cannot be used.", lookup=lookup.name)
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        lookups = super().create(vals_list)
        lookups._speak()
        return lookups

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"sentence_zh", "sentence_en", "model_id"}:
            self._speak()
        return result

    def _speak(self):
        """Have the fixed parts of the sentences read now: nothing is read while a caller waits."""
        for lookup in self:
            for language in LANGS:
                self.env["callcenter.speech"]._words(language, lookup._fixed(language))

    def _pieces(self, language):
        """Return the sentence in parts: ``(text, None)`` for what is fixed, ``(field, way)`` for a value."""
        sentence, at, pieces = self.sentence_zh if language == "zh" else self.sentence_en, 0, []
        for found in PIECE.finditer(sentence or ""):
            pieces += [("", sentence[at : found.start()]), (found[1], found[2] if found[2] in WAYS else "digits")]
            at = found.end()
        pieces.append(("", (sentence or "")[at:]))
        return [(name, text) for name, text in pieces if name or re.search(r"\w", text)]

    def _fixed(self, language):
        """Return the texts of a language that this look-up says besides numbers: of sentences, and of choices."""
        texts = [_clean(text) for name, text in self._pieces(language) if not name]
        for name, way in self._pieces(language):
            if name and way == "choice":
                texts += [label for _value, label in self._choices(name, language)]
        return texts

    def _choices(self, name, language):
        """Return (value, label) of a selection, or of the few records that a field may hold."""
        model = self.env[self.model].with_context(lang=LANGS[language])
        *way, last = name.split(".")
        for part in way:
            model = model[part]
        field = model._fields[last]
        if field.type == "selection":
            return [
                (value, _clean(label)) for value, label in model.fields_get([last], ["selection"])[last]["selection"]
            ]
        if field.type == "many2one":
            return [(row.id, _clean(row.display_name)) for row in model.env[field.comodel_name].search([], limit=200)]
        return []

    def _domain(self):
        return Domain(safe_eval(self.domain or "[]"))

    def _find(self, typed, customer):
        """Return the record that a caller may hear of, or none. ``customer``: res.partner, maybe empty."""
        rows, domain = self.env[self.model], self._domain()
        if self.own_only or not self.search_field:
            if not customer:
                return rows
            domain &= Domain(self.partner_field or "partner_id", "=", customer.id)
        if not self.search_field:
            return rows.search(domain, order=self.order or None, limit=1)
        if not typed:
            return rows
        if self.match == "exact":
            return rows.search(domain & Domain(self.search_field, "=", typed), order=self.order or None, limit=1)
        near = domain & Domain(self.search_field, "=like", f"%{typed}")
        alike = rows.search(near, order=self.order or None, limit=50)
        return alike.filtered(lambda row: _digits(row[self.search_field]) == _digits(typed))[:1]

    def _answer(self, typed, customer, language):
        """Return the names of the sounds that say it, joined with ``&``, or ``none``."""
        self.ensure_one()
        if not (self.sentence_zh if language == "zh" else self.sentence_en):
            language = "en" if language == "zh" else "zh"
        record = self._find(typed, customer)
        if not record:
            return "none"
        texts = []
        for name, way in self._pieces(language):
            texts += self._said(record, name, way, language) if name else [_clean(way)]
        return "&".join(self.env["callcenter.speech"]._files(language, texts)) or "none"

    def _said(self, record, name, way, language):
        """Return one value as words."""
        value = record.mapped(name)
        if isinstance(value, list):
            value = value[0] if value else False
        if way == "choice":
            key = value.id if isinstance(value, models.BaseModel) else value
            return [label for choice, label in self._choices(name, language) if choice == key]
        if way == "date":
            return spoken.date(language, value) if value else []
        if way == "amount":
            currency = record.currency_id.name if "currency_id" in record._fields else self.env.company.currency_id.name
            return spoken.amount(language, value or 0, currency or "CNY")
        if way == "number":
            return spoken.number(language, value or 0)
        return spoken.digits(language, value or "")


def _leads(model, path):
    """Tell whether a dotted path of fields exists."""
    for name in path.split("."):
        if model is None or name not in model._fields:
            return False
        field = model._fields[name]
        model = model.env[field.comodel_name] if field.relational else None
    return True


def _clean(text):
    return " ".join((text or "").split()).strip("。.,，:： ")


def _digits(text):
    return re.sub(r"\D", "", text or "").lstrip("0")
