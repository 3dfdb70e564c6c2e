"""Call scripts: texts filled with what is known, and steps that lead somewhere."""

from callcenter_crm.tools import script_graph, script_text


def test_places_are_filled_with_texts_never_with_markup():
    html = "<p>Good day {{name}}, {{ city }}</p>"
    filled = script_text.fill(html, {"name": "<b>王</b> & Co", "city": None})
    assert filled == "<p>Good day &lt;b&gt;王&lt;/b&gt; &amp; Co, ____</p>"


def test_a_value_that_looks_like_a_place_is_not_filled_again():
    assert script_text.fill("{{name}}", {"name": "{{phone}}", "phone": "1"}) == "{{phone}}"


def test_places_and_broken_ones():
    assert script_text.places("{{a}} {{ b_2 }} {c}") == {"a", "b_2"}
    assert [script_text.is_whole(text) for text in ("{{a}} {x}", "{{a}", "{{a b}}", "a}}", None)] == [
        True, False, False, False, True,
    ]  # fmt: skip


def test_a_line_of_steps_and_a_loop_with_a_way_out_have_no_problem():
    assert script_graph.problems({1: [2], 2: [1, 3], 3: [None]}, 1) == ([], [])


def test_a_step_that_nothing_leads_to_is_named():
    assert script_graph.problems({1: [3], 2: [3], 3: [None]}, 1) == ([2], [])


def test_a_loop_without_a_way_out_is_named_with_what_leads_only_there():
    assert script_graph.problems({1: [2, 4], 2: [3], 3: [2], 4: [None]}, 1) == ([], [2, 3])
