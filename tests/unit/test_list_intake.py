"""A row of a file is cleaned and judged by itself, and told in the form that COPY takes."""

from zoneinfo import ZoneInfo

import pytest
from callcenter_crm.tools import intake, intake_reasons, intake_values
from callcenter_crm.tools.intake import Choices, Column, Intake
from callcenter_crm.tools.intake_reasons import (
    AGAIN,
    BAD,
    BLACKLIST,
    CAMPAIGN,
    CUSTOMER,
    DO_NOT_CALL,
    ITEM,
    MISSING,
    ODD_ITEM,
    ODD_VALUE,
    OTHERS,
    TWICE,
    TWIN,
    VALUE,
)
from callcenter_crm.tools.intake_values import Wrong

NUMBER = Column(0, "手机", "number", "number")
ALL = {"file": "first", "campaign": True, "campaigns": True, "customers": "drop", "blacklist": True}
NONE = {"file": "keep", "campaign": False, "campaigns": False, "customers": "keep", "blacklist": False}


def line(row, *columns, **choices):
    reader = Intake([NUMBER, *columns], Choices(**choices))
    cells = reader.lines([(7, row)]).rstrip("\n").split("\t")
    keys = ("line", "number", "number_2", "flags", "detail", "raw", "region", "city")
    return dict(zip(keys, cells, strict=False)) | {"values": cells[8:], "reader": reader}


def flags(row, *columns, **choices):
    return int(line(row, *columns, **choices)["flags"])


def test_a_clean_row_has_its_key_and_its_values():
    staged = line(["138 0000 0001", "男"], Column(1, "性别", "gender", "selection", values={"男": "male"}))
    assert (staged["line"], staged["number"], staged["flags"], staged["values"]) == (
        "7",
        "+8613800000001",
        "0",
        ["male"],
    )


def test_what_is_wrong_with_a_number_is_told():
    assert (flags([""]), flags(["138001"]), flags(["1.38E+10"])) == (MISSING, BAD, BAD)
    assert [line([text])["detail"] for text in ("", "138001", "1.38E+10")] == ["empty", "short", "rounded"]


def test_a_row_shorter_than_the_header_has_empty_cells():
    name = Column(3, "姓名", "name", "char")
    assert line(["13800000001"], name)["values"] == ["\\N"]
    assert flags([], name) == MISSING


def test_what_copy_takes_for_marks_is_escaped_and_nul_goes():
    remark = Column(1, "备注", "remark", "text")
    staged = line(["13800000001", "a\tb\nc\\d\r\0e"], remark)
    assert staged["values"] == ["a\\tb\\nc\\\\d\\re"]


def test_where_a_number_belongs_is_told_with_it():
    staged = line(["13800000001"], locate=lambda key: ("广东", "" if key else "深圳"))
    assert (staged["region"], staged["city"]) == ("广东", "\\N")
    assert line(["12"], locate=lambda _key: ("广东", "深圳"))["region"] == "\\N"


def test_rows_of_different_widths_stand_side_by_side():
    reader = Intake([NUMBER, Column(2, "姓名", "name", "char")], Choices())
    rows = [(1, ["13800000001"]), (2, ["13800000002", "x", "甲"]), (3, ["13800000003", "", "a\\b", "more"])]
    values = [line.split("\t")[8] for line in reader.lines(rows).splitlines()]
    assert values == ["\\N", "甲", "a\\\\b"]


def test_a_value_that_does_not_fit_drops_the_row_or_leaves_the_field_empty():
    income = Column(1, "月收入", "x_cc_income", "monetary")
    assert flags(["13800000001", "many"], income) == VALUE
    staged = line(["13800000001", "many"], income, empty=True)
    assert (staged["flags"], staged["values"]) == (str(ODD_VALUE), ["\\N"])


def test_a_required_field_is_not_left_empty():
    name = Column(1, "姓名", "name", "char", required=True)
    assert flags(["13800000001", ""], name) == MISSING
    income = Column(1, "月收入", "x_cc_income", "monetary", required=True)
    assert flags(["13800000001", "many"], income, empty=True) == VALUE


def test_a_second_number_is_cleaned_too():
    second = Column(1, "电话2", "number_2", "number")
    assert line(["13800000001", "010-66668888"], second)["number_2"] == "+861066668888"
    assert flags(["13800000001", "12"], second) == VALUE
    assert line(["13800000001", "12"], second, empty=True)["number_2"] == "\\N"
    assert flags(["13800000001", "-"], second) == 0


SOURCE = {"kind": "item", "values": {"微信": 5, "web": 6}}


def test_items_go_by_any_of_their_names():
    assert line(["13800000001", " WEB "], Column(1, "来源", "source_id", **SOURCE))["values"] == ["6"]


def test_unknown_items_drop_the_row_or_are_asked_for_once():
    source = Column(1, "来源", "source_id", **SOURCE)
    assert flags(["13800000001", "电台"], source) == ITEM
    reader = Intake([NUMBER, source], Choices(unknown="add"))
    texts = ("电台", "门店", "电台 ", "微信")
    lines = reader.lines([(n, ["13800000001", text]) for n, text in enumerate(texts)]).splitlines()
    values = [line.split("\t")[8] for line in lines]
    assert values == ["-1", "-2", "-1", "5"]
    assert reader.new == {1: {"电台": -1, "门店": -2}}


def test_unknown_items_leave_the_field_empty_and_the_row_says_so():
    source = Column(1, "来源", "source_id", **SOURCE)
    staged = line(["13800000001", "电台"], source, unknown="empty")
    assert (staged["flags"], staged["values"]) == (str(ODD_ITEM), ["\\N"])
    assert flags(["13800000001", "微信"], source, unknown="empty") == 0
    required = Column(1, "来源", "source_id", required=True, **SOURCE)
    assert flags(["13800000001", "电台"], required, unknown="empty") == ITEM
    assert flags(["1380", "电台"], source, unknown="empty") == BAD | ODD_ITEM


def test_of_several_items_the_known_ones_stay():
    column = Column(1, "经验", "x_cc_e", "items", values={"股票": 1, "基金": 2})
    staged = line(["13800000001", "股票、黄金、基金"], column, unknown="empty")
    assert (staged["flags"], staged["values"]) == (str(ODD_ITEM), ["{1,0,2}"])
    assert line(["13800000001", "黄金;白银"], column, unknown="empty")["values"] == ["\\N"]
    assert flags(["13800000001", "股票、黄金"], column) == ITEM


def test_an_unknown_user_is_an_unknown_value():
    user = Column(1, "座席", "x_cc_u", "user", values={"agent1": 7})
    assert line(["13800000001", "Agent1"], user)["values"] == ["7"]
    assert flags(["13800000001", "agent2"], user) == ITEM
    assert flags(["13800000001", "agent2"], user, unknown="add") == ODD_ITEM


def test_a_customer_is_asked_for_by_name_and_by_number():
    customer = Column(1, "介绍人", "x_cc_p", "partner")
    assert line(["13800000001", " ＡB "], customer)["values"] == ["ab\x1f"]
    assert line(["13800000001", "138-0000-0002"], customer)["values"] == ["138-0000-0002\x1f+8613800000002"]
    assert line(["13800000001", ""], customer)["values"] == ["\\N"]


def test_too_many_unknown_items_are_no_dictionary():
    reader = Intake([NUMBER, Column(1, "来源", "source_id", **SOURCE)], Choices(unknown="add", most=1))
    reader.lines([(1, ["13800000001", "a"])])
    with pytest.raises(intake.TooManyItems) as error:
        reader.lines([(2, ["13800000001", "b"])])
    assert error.value.args == ("来源",)


def test_several_items_are_split_unless_the_whole_is_one():
    column = Column(1, "经验", "x_cc_e", "items", values={"股票": 1, "基金": 2, "股票、基金": 3})
    assert line(["13800000001", "股票，基金;股票"], column)["values"] == ["{1,2}"]
    assert line(["13800000001", "股票、基金"], column)["values"] == ["{3}"]


@pytest.mark.parametrize(
    "text", ["2026-10-20", "2026/10/20", "2026.10.20", "20261020", "2026年10月20日", "2026-10-20 14:30"]
)
def test_dates_as_people_write_them(text):
    assert intake_values.day(text) == "2026-10-20"


@pytest.mark.parametrize("text", ["2026-02-30", "20.10.2026", "soon", "2026", "45000", "0000-01-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Wrong):
        intake_values.day(text)


def test_moments_are_told_in_utc():
    assert intake_values.moment("2026-10-20 14:30", ZoneInfo("Asia/Shanghai")) == "2026-10-20 06:30:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [("8000", "8000"), ("￥1,234.50元", "1234.50"), ("-3", "-3"), ("1.2万", "12000.0000"), ("１２", "12")],
)
def test_amounts_as_people_write_them(text, value):
    assert intake_values.amount(text) == value


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "12,34", "=1+1", "", "9" * 30])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Wrong):
        intake_values.amount(text)


def test_whole_numbers_fit_their_column():
    assert intake_values.whole("12.0") == "12"
    for text in ("1.5", "2147483648", "-2147483649"):
        with pytest.raises(Wrong):
            intake_values.whole(text)


def test_yes_and_no():
    assert [intake_values.yes(text) for text in ("是", "Y", "否", "0")] == ["t", "t", "f", "f"]
    with pytest.raises(Wrong):
        intake_values.yes("maybe")


# reasons

EVERYTHING = [
    (MISSING, "missing"),
    (BAD, "bad"),
    (VALUE, "value"),
    (ITEM, "item"),
    (TWIN, "twin"),
    (DO_NOT_CALL, "do_not_call"),
    (BLACKLIST, "blacklist"),
    (CAMPAIGN, "campaign"),
    (OTHERS, "campaigns"),
    (CUSTOMER, "customers"),
    (AGAIN, "file"),
]


def test_of_several_reasons_the_first_of_the_order_counts():
    for place, (_flag, why) in enumerate(EVERYTHING):
        rest = sum(flag for flag, _why in EVERYTHING[place:])
        assert intake_reasons.reason(rest, ALL) == why
    assert [why for _flag, why in EVERYTHING] == list(intake_reasons.REASONS)


def test_only_what_was_chosen_drops_a_row():
    assert intake_reasons.reason(DO_NOT_CALL | BLACKLIST | CAMPAIGN | OTHERS | CUSTOMER | AGAIN | TWICE, NONE) == ""
    assert intake_reasons.reason(BAD, NONE) == "bad"
    assert intake_reasons.reason(CUSTOMER, {**NONE, "customers": "link"}) == ""
    assert intake_reasons.reason(TWICE, {**NONE, "file": "none_kept"}) == "file"
    assert intake_reasons.reason(TWICE, {**NONE, "file": "first"}) == ""


def test_counts_add_up_to_all_rows():
    histogram = {0: 5, BAD: 2, CAMPAIGN: 3, CAMPAIGN | AGAIN | TWICE: 1, TWICE: 1, MISSING: 4}
    assert intake_reasons.counted(histogram, ALL) == {"": 6, "bad": 2, "campaign": 4, "missing": 4}
    assert sum(intake_reasons.counted(histogram, NONE).values()) == sum(histogram.values())


def test_each_choice_is_counted_by_itself():
    histogram = {0: 5, BAD: 2, CAMPAIGN: 3, CAMPAIGN | AGAIN | TWICE: 1, TWICE: 1, BAD | CAMPAIGN: 7}
    choices = intake_reasons.each_choice(histogram)
    assert (choices["campaign"], choices["file_first"], choices["file_none"], choices["bad"]) == (4, 1, 2, 9)
