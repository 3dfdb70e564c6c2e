from odoo.tests.common import tagged

from .knowledge_common import KnowledgeCase


@tagged("post_install", "-at_install")
class TestKnowledgeSearch(KnowledgeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fees = cls._published("Redemption fees", "赎回 withdraw", "<p>It costs 0.5 %.</p><p>提前赎回要收费。</p>")
        cls.outage = cls._published("停电怎样派单", "没电", "<p>先问地址，再看 notice board。</p>")
        cls.meter = cls._published("Meters", "", "<p>The fees of a meter; <b>停水</b> and 100% of 赎回.</p>")

    @classmethod
    def _published(cls, name, keywords, body):
        vals = {"name": name, "keywords": keywords, "body": body, "category_id": cls.open.id}
        draft = cls.env["callcenter.knowledge.version"].with_user(cls.author).create(vals)
        draft.action_submit()
        draft.with_user(cls.approver).action_publish()
        return draft.article_id

    def found(self, text, **kwargs):
        rows = self.rpc(self.agent, "callcenter.knowledge.article", "search_articles", text, **kwargs)
        return [row["id"] for row in rows]

    def test_parts_of_words_are_found_by_indexes(self):
        self.env.cr.execute(
            """SELECT tablename, count(*) FROM pg_indexes
                WHERE indexdef LIKE '%%gin_trgm_ops%%'
                  AND tablename IN ('callcenter_knowledge_article', 'helpdesk_ticket')
                GROUP BY tablename"""
        )
        self.assertEqual(dict(self.env.cr.fetchall()), {"callcenter_knowledge_article": 2, "helpdesk_ticket": 1})

    def test_three_characters_anywhere_find_it(self):
        for text, articles in (
            ("dem", self.fees),
            ("EMPT", self.fees),
            ("thd", self.fees),
            ("costs", self.fees),
            ("怎样派", self.outage),
            ("ｎｏｔｉｃｅ", self.outage),
            ("提前赎", self.fees),
            ("的赎回", self.env["callcenter.knowledge.article"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), articles.ids)

    def test_two_chinese_characters_are_enough(self):
        self.assertEqual(self.found("停电"), self.outage.ids)
        self.assertEqual(self.found("停水"), self.meter.ids)
        self.assertEqual(self.found("电停"), [])

    def test_title_comes_before_keywords_and_these_before_the_text(self):
        self.assertEqual(self.found("fees"), [self.fees.id, self.meter.id])
        self.assertEqual(self.found("赎回"), [self.fees.id, self.meter.id])
        self.env.cr.execute("UPDATE callcenter_knowledge_article SET use_count = 50 WHERE id = %s", [self.meter.id])
        self.assertEqual(self.found("fees"), [self.fees.id, self.meter.id])

    def test_all_words_must_be_there(self):
        self.assertEqual(self.found("fees costs"), self.fees.ids)
        self.assertEqual(self.found("fees nowhere"), [])

    def test_a_short_word_beside_a_long_one_is_found_in_the_text_too(self):
        self.assertEqual(self.found("meter of"), self.meter.ids)
        self.assertEqual(self.found("of"), [])

    def test_signs_of_like_stand_for_themselves(self):
        self.assertEqual(self.found("100%"), self.meter.ids)
        self.assertEqual(self.found("1_0%"), [])
        self.assertEqual(self.found("%%%"), [])
        self.assertEqual(self.found("\\\\\\"), [])

    def test_of_hostile_input_nothing_is_found_and_nothing_breaks(self):
        for text in ("'; DROP TABLE x", "a" * 10_000, " " * 50, False, None, "x", "（(", "\u2028\x1f"):
            with self.subTest(text=str(text)[:9]):
                self.assertIsInstance(self.found(text), list)
        self.assertEqual(len(self.found("fees", limit=-3)), 1)

    def test_nothing_typed_brings_what_is_opened_most(self):
        self.env.cr.execute("UPDATE callcenter_knowledge_article SET use_count = 50 WHERE id = %s", [self.meter.id])
        self.assertEqual(self.found("")[0], self.meter.id)

    def test_in_one_category_with_those_below_it(self):
        fund = self.env["callcenter.knowledge.category"].create({"name": "Fund", "parent_id": self.open.id})
        other = self.env["callcenter.knowledge.category"].create({"name": "Other"})
        deep = self.published(name="Fund fees", category_id=fund.id)
        self.assertEqual(self.found("fees", category_id=fund.id), deep.ids)
        self.assertEqual(self.found("fees", category_id=self.open.id), [self.fees.id, deep.id, self.meter.id])
        self.assertEqual(self.found("fees", category_id=other.id), [])
        self.assertEqual(self.found("", category_id=fund.id), deep.ids)
        self.assertEqual(len(self.found("fees", category_id="1 OR 1=1")), 3)

    def test_categories_to_choose_from_are_those_with_something_to_read(self):
        fund = self.env["callcenter.knowledge.category"].create({"name": "Fund", "parent_id": self.open.id})
        self.env["callcenter.knowledge.category"].create({"name": "Other"})
        self.published(name="Fund fees", category_id=fund.id)
        self.draft(name="Later", category_id=fund.id)
        rows = self.rpc(self.agent, "callcenter.knowledge.article", "reader_categories")
        self.assertEqual(
            rows,
            [
                {"id": self.open.id, "name": "Fees", "count": 4},
                {"id": fund.id, "name": "Fees / Fund", "count": 1},
            ],
        )

    def test_hits_are_marked_in_plain_text(self):
        body = "<p>Well &lt;script&gt;alert(1)&lt;/script&gt; and then the redemption of it.</p>"
        self._published("Odd", "", body)
        [row] = self.rpc(self.agent, "callcenter.knowledge.article", "search_articles", "redemption of")
        self.assertEqual(row["name"], [["Odd", False]])
        self.assertEqual([piece for piece, hit in row["excerpt"] if hit], ["redemption", "of"])
        self.assertIn("<script>", "".join(piece for piece, _hit in row["excerpt"]))
