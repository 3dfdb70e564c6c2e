"""Which column is which field."""

import pytest
from callcenter_crm.tools.importing import guess

TARGETS = {
    "name": "姓名", "number": "手机号码", "number_2": "Second Number", "gender": "Gender", "city": "City",
    "remark": "Remark", "x_cc_income": ("Monthly Income", "月收入"),
}  # fmt: skip
PHONES = ["13800000001", "13800000002"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("手机", "number"), ("联系电话", "number"), ("Phone Number", "number"), ("mobile", "number"), ("姓名", "name"),
        ("客户姓名（必填）", "name"), ("Full name *", "name"),
        ("电话２", "number_2"), ("座机", "number_2"), ("性别", "gender"),
        ("备注", "remark"), ("月收入(元)", "x_cc_income"), ("monthly_income", "x_cc_income"),
    ],
)  # fmt: skip
def test_names_in_both_languages_are_certain(said, field):
    assert guess([said], [[]], TARGETS) == {0: (field, True)}


def test_part_of_a_name_is_a_suggestion():
    assert guess(["王先生的手机"], [[]], TARGETS) == {0: ("number", False)}


def test_without_names_the_values_tell():
    samples = [["A1", "A2"], ["陈建华", "林晓燕"], PHONES, ["男", "女"], ["0755-26531188", ""]]
    assert guess(["A", "B", "C", "D", "E"], samples, TARGETS) == {
        1: ("name", False), 2: ("number", False), 3: ("gender", False), 4: ("number_2", False),
    }  # fmt: skip


def test_a_field_comes_once_and_the_better_name_wins():
    assert guess(["电话", "手机号码"], [PHONES, PHONES], {"number": "手机号码"}) == {0: ("number", True)}
    assert guess(["手机", "手机"], [PHONES, PHONES], TARGETS) == {0: ("number", True), 1: ("number_2", False)}


def test_values_that_cannot_be_numbers_make_a_name_uncertain():
    assert guess(["联系电话"], [["陈建华", "林晓燕"]], {"number": "Number"}) == {0: ("number", False)}


def test_nothing_is_made_up():
    assert guess(["内部编号", ""], [["A70231"], []], TARGETS) == {}


def test_targets_may_be_what_a_browser_knows():
    assert guess(["手机"], [[]], [{"name": "number", "label": "Number", "group": "x"}]) == {0: ("number", True)}
