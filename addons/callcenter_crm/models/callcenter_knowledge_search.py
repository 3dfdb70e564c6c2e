from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.knowledge_text import TRIGRAM, excerpt, is_pair, parts, words

MOST_WORDS = 8
MOST = 50
SHORTEST = 2


class CallcenterKnowledgeSearch(models.Model):
    """Articles are found by any three characters of title, keywords and text, or by two Chinese ones."""

    _inherit = "callcenter.knowledge.article"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    text = fields.Text("Plain Text", readonly=True, prefetch=False)
    search_name = fields.Char("Title, Folded", readonly=True)
    search_head = fields.Char("Title and Keywords, Folded", readonly=True)
    search_text = fields.Text("All, Folded", readonly=True, prefetch=False)
    search_pairs = fields.Text("Pairs of Characters", readonly=True, prefetch=False)

    _search_text_idx = models.Index(
        lambda registry: "USING gin (search_text gin_trgm_ops)" if registry.has_trigram else ""
    )
    _search_pairs_idx = models.Index(
        lambda registry: "USING gin (search_pairs gin_trgm_ops)" if registry.has_trigram else ""
    )

    @api.model
    def search_articles(self, text, limit=10):
        """Return what is published, valid and readable for the user, and has all the words of ``text``.

        Title counts before keywords, these before the text, among the same the article that is opened more often.

        :returns: ``[{"id", "name": parts, "category", "excerpt": parts}]`` with parts as ``[[piece, hit], …]``, plain
            text; of nothing typed what is opened most
        """
        terms = words(str(text or ""))[:MOST_WORDS]
        if terms and max(map(len, terms)) < SHORTEST:
            return []
        articles = self._found(terms, max(1, min(int(limit or 1), MOST)))
        return [article._result(terms) for article in articles]

    @api.model
    def _found(self, terms, limit):
        self.check_access("read")
        self.flush_model()
        query = self._search(self.env.user._callcenter_knowledge_valid(), active_test=False)
        whole = any(map(is_indexed, terms))
        for term in terms:
            query.add_where(self._has(term, whole))
        query.limit = limit
        query.order = SQL(", ").join(self._order_found(terms))
        return self.browse(row[0] for row in self.env.execute_query(query.select()))

    @api.model
    def _has(self, term, whole):
        """Return the condition for ``term``: by the index of long words or of pairs.

        A shorter word has no index: it is looked for in the ``whole`` text beside words that have, else in the head.
        """
        column, pattern = "search_text" if whole else "search_head", f"%{escaped(term)}%"
        if is_pair(term):
            column, pattern = "search_pairs", f"% {escaped(term)} %"
        return SQL("%s LIKE %s", SQL.identifier(self._table, column), pattern)

    @api.model
    def _order_found(self, terms):
        """Return the order: all words in the title come first, then in title or keywords, then what is used most."""
        name, head, used, first = (
            SQL.identifier(self._table, column) for column in ("search_name", "search_head", "use_count", "id")
        )
        usual = [SQL("%s DESC NULLS LAST", used), SQL("%s", first)]
        if not terms:
            return usual
        rank = SQL("CASE WHEN %s THEN 2 WHEN %s THEN 1 ELSE 0 END DESC", all_in(name, terms), all_in(head, terms))
        return [rank, *usual]

    def _result(self, terms):
        return {
            "id": self.id,
            "name": parts(self.name, terms),
            "category": self.category_id.display_name,
            "excerpt": excerpt(self.text or "", terms),
        }


def all_in(column, terms):
    """Return the condition that ``column`` has all ``terms``."""
    return SQL(" AND ").join(SQL("%s LIKE %s", column, f"%{escaped(term)}%") for term in terms)


def is_indexed(term):
    return len(term) >= TRIGRAM or is_pair(term)


def escaped(term):
    """Return ``term`` as LIKE takes it for itself."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
