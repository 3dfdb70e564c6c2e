"""Search in the knowledge base: ``./callcenter bench knowledge [--articles 10000]``.

So many published articles, half Chinese and half English, in categories of which some belong to departments, with
texts of some hundred characters and uses of their own, made by SQL from the texts as publishing folds them. Agents
type: three characters or more, two Chinese ones, several words, what half of all articles have, what is nowhere,
in one category or in all, and open what they find. Measured is what the server does for it, rights and all, each time
in a transaction of its own. Prints ``knowledge p95_ms= open_p95_ms=``, the first for all searches together; the goal
is under 100 ms. A search that does not find what is there, or finds what is not, fails the run.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, crowd_of, options, percentile

WARM = 10
MODEL = "callcenter.knowledge.article"
AT_ONCE = 1000
AGENTS = 50
CHINESE = [
    "停电", "停水", "退费", "赎回", "收益", "风险", "账单", "抄表", "电表", "投诉", "派单", "工单", "回访",
    "客户", "坐席", "银行卡", "到账", "工作日", "身份", "核对", "手续费", "合同", "到期", "续约", "优惠",
    "套餐", "地址", "门牌", "公告", "维修", "安装", "预约", "改期", "取消", "发票", "开具", "邮寄", "密码",
    "重置", "登录", "验证码", "会员", "等级",
]  # fmt: skip
ENGLISH = [
    "outage", "water", "refund", "redemption", "yield", "risk", "invoice", "meter", "complaint", "dispatch",
    "order", "visit", "customer", "agent", "card", "account", "working", "identity", "check", "fee", "contract",
    "maturity", "renewal", "discount", "plan", "address", "notice", "repair", "install", "appointment",
    "cancel", "password", "reset", "login", "code", "member", "level", "transfer", "balance",
]  # fmt: skip
ARTICLES = """
INSERT INTO callcenter_knowledge_article
       (name, category_id, body, text, search_name, search_head, search_text, search_pairs, version_id, state, active,
        use_count, create_uid, write_uid, create_date, write_date)
VALUES (%(name)s, %(category)s, %(body)s, %(text)s, %(search_name)s, %(search_head)s, %(search_text)s, %(search_pairs)s,
        %(version)s, 'published', TRUE, %(uses)s, 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
"""


class Shelf:
    """The articles, and who looks for them."""

    def __init__(self, crowd: Crowd, articles: int):
        self.crowd, self.count = crowd, articles
        crowd.fill(1, AGENTS)
        dice = random.Random(1)
        with crowd.env() as env:
            self.categories = self._categories(env)
            self.version = self._version(env, self.categories[0])
        for first in range(1, articles + 1, AT_ONCE):
            with crowd.env() as env:
                numbers = range(first, min(first + AT_ONCE, articles + 1))
                for number in numbers:
                    env.cr.execute(ARTICLES, self._row(dice, number))
        self._settle()

    def _categories(self, env) -> list[int]:
        """Twenty below four; of a department whose agents read it is every fifth."""
        department = env["callcenter.department"].create({"name": "Bench"})
        env["res.users"].browse(self.crowd.users[::2]).callcenter_department_id = department
        model = env["callcenter.knowledge.category"]
        tops = model.create([{"name": f"Bench {n}"} for n in range(4)])
        closed = [(6, 0, department.ids)]
        below = [
            {"name": f"Bench {n}", "parent_id": tops[n % 4].id, "department_ids": closed if n % 5 == 4 else False}
            for n in range(20)
        ]
        self.tops = tops.ids
        return model.create(below).ids

    def _version(self, env, category: int) -> int:
        """Any version: readers find nothing without one, and never see it."""
        values = {"name": "Bench", "category_id": category, "body": "<p>Bench</p>"}
        return env["callcenter.knowledge.version"].create(values).id

    def _row(self, dice: random.Random, number: int) -> dict:
        from odoo.addons.callcenter_crm.tools.knowledge_text import folded, pairs

        words, between = (CHINESE, "") if number % 2 else (ENGLISH, " ")
        name = f"{between.join(dice.sample(words, 3))} {number:06}"
        text = " ".join(between.join(dice.choices(words, k=12)) + ("。" if number % 2 else ".") for _line in range(12))
        text = f"{text} zq{number:06}x"
        whole = f"{name} {text}"
        return {
            "name": name, "category": dice.choice(self.categories), "body": f"<p>{text}</p>", "text": text,
            "search_name": folded(name), "search_head": folded(name), "search_text": folded(whole),
            "search_pairs": pairs(whole), "version": self.version, "uses": dice.randint(0, 500),
        }  # fmt: skip

    def _settle(self) -> None:
        with self.crowd.registry.cursor() as cr:
            cr.connection.autocommit = True
            try:
                cr.execute("VACUUM ANALYZE callcenter_knowledge_article, callcenter_knowledge_category")
            finally:
                cr.connection.autocommit = False


def main() -> int:
    chosen = options(__doc__, articles=10_000, times=200)
    with crowd_of(chosen) as crowd:
        shelf = Shelf(crowd, chosen.articles)
        spent, wrong = measure(shelf, chosen.times)
    if wrong:
        print(f"not found, or found though not there: {', '.join(sorted(wrong))}", file=sys.stderr)
        return 1
    opened = spent.pop("open")
    slowest = sorted(spent, key=lambda name: -percentile(spent[name], 95))
    print(*(f"{name} p95_ms={percentile(spent[name], 95):.1f}" for name in slowest), sep="\n", file=sys.stderr)
    together = [ms for all_ms in spent.values() for ms in all_ms]
    found, read = percentile(together, 95), percentile(opened, 95)
    print(f"knowledge p95_ms={found:.1f} open_p95_ms={read:.1f} articles={chosen.articles}")
    return 0


def measure(shelf: Shelf, times: int) -> tuple[dict[str, list[float]], set[str]]:
    """Milliseconds of each kind of question and of opening, and the kinds that were answered wrongly."""
    dice = random.Random(2)
    spent: dict[str, list[float]] = {}
    wrong = set()
    for _turn in range(WARM + times):
        agent = shelf.crowd.users[2 * dice.randrange(AGENTS // 2)]  # of the department: reads all
        for kind, text, category, there in questions(shelf, dice):
            rows: list[dict] = []
            spent_ms = shelf.crowd.timed(agent, lambda env, t=text, c=category, r=rows: r.extend(look(env, t, c)))
            spent.setdefault(kind, []).append(spent_ms)
            if there is not None and bool(rows) != there:
                wrong.add(kind)
            if kind == "one article" and rows:
                found = rows[0]["id"]
        spent.setdefault("open", []).append(
            shelf.crowd.timed(agent, lambda env, i=found: env[MODEL].browse(i).open_article())
        )
    return {kind: all_ms[WARM:] for kind, all_ms in spent.items()}, wrong


def questions(shelf: Shelf, dice: random.Random):
    """What agents type: (kind, text, category, whether it is there; None where chance decides)."""
    english, chinese = dice.choice(ENGLISH), dice.choice(CHINESE)
    yield "one article", f"zq{dice.randint(1, shelf.count):06}", False, True
    yield "three letters", english[:3], False, True
    yield "a word", english, False, True
    yield "two Chinese", dice.choice(CHINESE)[:2], False, True
    yield "Chinese word", chinese, False, True
    yield "across words", chinese[-1] + dice.choice(CHINESE)[:2], False, None
    yield "two words", f"{english} {dice.choice(ENGLISH)}", False, True
    yield "both languages", f"{chinese} {dice.randint(1, shelf.count):06}"[:-2], False, None
    yield "in a category", english, dice.choice(shelf.tops), True
    yield "two letters", english[:2], False, None
    yield "nowhere", "qqxyz", False, False
    yield "nothing typed", "", False, True


def look(env, text: str, category: int | bool) -> list[dict]:
    return env[MODEL].search_articles(text, 30, category)


if __name__ == "__main__":
    sys.exit(main())
