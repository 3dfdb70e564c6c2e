from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
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
    def search_articles(self, text, limit=10, category_id=False):
        """Return what is published, valid and readable for the user, and has all the words of ``text``.

        Title counts before keywords, these before the text, among the same the article that is opened more often.
        With ``category_id`` only what stands in that category or below it.

        :returns: ``[{"id", "name": parts, "category", "excerpt": parts}]`` with parts as ``[[piece, hit], …]``, plain
            text; of nothing typed what is opened most
        """
        terms = words(str(text or ""))[:MOST_WORDS]
        if terms and max(map(len, terms)) < SHORTEST:
            return []
        articles = self._found(terms, max(1, min(int(limit or 1), MOST)), category_id)
        return [article._result(terms) for article in articles]

    @api.model
    def reader_categories(self):
        """Return the categories in which, or below which, the user finds articles, in their order.

        :returns: ``[{"id", "name": with those above it, "count": articles there and below}]``
        """
        counts = Counter()
        groups = self._read_group(self.env.user._callcenter_knowledge_valid(), ["category_id"], ["__count"])
        for category, count in groups:
            counts.update({above: count for above in category._lineage()})
        # one above that the user does not read is no choice; those below it are
        readable = self.env["callcenter.knowledge.category"].search([("id", "in", [one.id for one in counts])])
        in_order = sorted(readable, key=lambda category: category._place())
        return [{"id": one.id, "name": one.complete_name, "count": counts[one]} for one in in_order]

    @api.model
    def _found(self, terms, limit, category_id=False):
        self.check_access("read")
        self.flush_model()
        domain = self.env.user._callcenter_knowledge_valid()
        if isinstance(category_id, int) and category_id:
            domain &= Domain("category_id", "child_of", category_id)
        query = self._search(domain, active_test=False)
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
