"""How the text of articles is folded, cut and marked for the search."""

import pytest
from callcenter_crm.tools.knowledge_text import blocks, excerpt, folded, is_pair, pairs, parts, plain, words
from markupsafe import Markup


def test_paragraphs_are_words_apart_and_letters_in_bold_are_not():
    assert plain("<p>One</p><p>t<b>w</b>o<br>three</p>") == "One two three"
    assert plain(None) == plain("") == ""
    assert blocks("<h1>A</h1><ul><li>b</li><li> </li><li>c</li></ul>") == ["A", "b", "c"]


def test_html_of_a_field_is_read_as_any_other():
    body = Markup("<p>Old &lt;b&gt;</p><p>New</p>")
    assert plain(body) == "Old <b> New"
    assert blocks(body) == ["Old <b>", "New"]
    assert plain(Markup("<p><br/></p>")) == ""


def test_full_width_letters_and_blanks_are_folded():
    assert folded(" ＡＢＣ　１２\n停电 ") == "abc 12 停电"
    assert words("ａ b  A") == ["a", "b"]


def test_pairs_are_of_neighbours_in_one_run():
    assert pairs("停电 a停电通") == " 停电 电通 "
    assert pairs("停 电, abc") == ""
    assert is_pair("停电") and not is_pair("停a") and not is_pair("停电了")


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("Fees and fees", ["fees"], [["Fees", True], [" and ", False], ["fees", True]]),
        ("a.c abc", ["a.c"], [["a.c", True], [" abc", False]]),
        ("", ["x"], []),
        ("x", [], [["x", False]]),
    ],
)
def test_hits_are_marked(text, terms, expected):
    assert parts(text, terms) == expected


def test_an_excerpt_is_around_the_first_hit():
    text = "x" * 300 + " the hit " + "y" * 300
    pieces = excerpt(text, ["hit"])
    assert [piece for piece, hit in pieces if hit] == ["hit"]
    whole = "".join(piece for piece, _hit in pieces)
    assert whole.startswith("…") and whole.endswith("…") and len(whole) < 130
    assert excerpt("short", ["none"]) == [["short", False]]
