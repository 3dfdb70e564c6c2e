from difflib import SequenceMatcher

from markupsafe import Markup

from odoo import api, fields, models

from ..tools.knowledge_text import blocks

SHOWN = ("name", "keywords", "category_id", "valid_from", "valid_to")


class CallcenterKnowledgeCompare(models.TransientModel):
    """Any two versions of an article beside each other: what went, what came."""

    _name = "callcenter.knowledge.compare"
    _description = "Compare Versions of an Article"

    article_id = fields.Many2one("callcenter.knowledge.article", required=True, readonly=True, ondelete="cascade")
    old_id = fields.Many2one(
        "callcenter.knowledge.version",
        "Older Version",
        compute="_compute_versions",
        store=True,
        readonly=False,
        domain="[('article_id', '=', article_id)]",
    )
    new_id = fields.Many2one(
        "callcenter.knowledge.version",
        "Newer Version",
        compute="_compute_versions",
        store=True,
        readonly=False,
        domain="[('article_id', '=', article_id)]",
    )
    difference = fields.Html(compute="_compute_difference", sanitize=False)

    @api.depends("article_id")
    def _compute_versions(self):
        for compare in self:
            newest = compare.article_id.version_ids.sorted("create_date", reverse=True)
            compare.new_id, compare.old_id = newest[:1], newest[1:2]

    @api.depends("old_id", "new_id")
    def _compute_difference(self):
        for compare in self:
            compare.difference = compare._drawn() if compare.old_id and compare.new_id else False

    def _drawn(self):
        facts = [
            Markup("<p><b>%s</b>: <del>%s</del> <ins>%s</ins></p>")
            % (self.new_id._fields[name]._description_string(self.env), self._said(self.old_id, name),
               self._said(self.new_id, name))
            for name in SHOWN
            if self.old_id[name] != self.new_id[name]
        ]  # fmt: skip
        text = drawn(blocks(self.old_id.body), blocks(self.new_id.body))
        return Markup("").join([*facts, *text]) or Markup("<p>%s</p>") % self.env._("They say the same.")

    def _said(self, version, name):
        return version._fields[name].convert_to_display_name(version[name], version) or "–"


def drawn(old, new):
    """Return the paragraphs of ``old`` and ``new`` (lists of texts) as Markup; all text is escaped."""
    rows = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            rows += [Markup("<p>%s</p>") % text for text in new[c:d]]
        else:
            rows += [Markup('<p class="text-danger"><del>%s</del></p>') % text for text in old[a:b]]
            rows += [Markup('<p class="text-success"><ins>%s</ins></p>') % text for text in new[c:d]]
    changed = any("<del>" in row or "<ins>" in row for row in rows)
    return rows if changed else []
