"""Where numbers belong, by the prefix tables alone."""

import phonenumbers
import pytest
from callcenter_crm.tools import location
from callcenter_crm.tools.location import NOWHERE, Location, locate, text
from phonenumbers import carrier, geocoder

KNOWN = {
    "+8613912345678": ("江苏 常州 · 中国移动", "Changzhou, Jiangsu · China Mobile"),
    "+8618688881234": ("广东 广州 · 中国联通", "Guangzhou, Guangdong · China Unicom"),
    "+8613800000001": ("北京 · 中国移动", "Beijing · China Mobile"),
    "+8675586661200": ("广东 深圳", "Shenzhen, Guangdong"),
    "+862188887777": ("上海", "Shanghai"),
    "+864779876543": ("内蒙古 鄂尔多斯", "Ordos, Inner Mongolia"),
    "+8617012345678": ("中国电信", "China Telecom"),
    "+14155551234": ("美国 San Francisco, CA", "San Francisco, CA, United States"),
    "+442079460000": ("英国 London", "London, United Kingdom"),
}


@pytest.mark.parametrize("number", KNOWN)
def test_a_number_s_place_and_carrier_are_named_in_the_reader_s_language(number):
    assert (text(number, "zh_CN"), text(number, "en_US")) == KNOWN[number]


@pytest.mark.parametrize("number", ["", None, False, "1001", "95588", "+", "+999", "anonymous"])
def test_what_is_no_full_number_is_nowhere(number):
    assert text(number, "zh_CN") == ""
    assert locate(number or "") == NOWHERE


def test_province_and_city_stand_apart_so_that_lists_can_be_grouped():
    assert locate("+8618688881234") == Location("广东", "广州", "中国联通", "")
    assert locate("+8613800000001", "en_US") == Location("Beijing", "Beijing", "China Mobile", "")


def test_a_user_without_a_language_reads_english():
    assert text("+862188887777", False) == "Shanghai"


def sample(step=1000):
    """Mobile numbers of China that begin with every ``step``-th prefix of nine digits."""
    return [f"+86{prefix}3333" for prefix in range(1300000, 2000000, step // 10)]


def test_the_tables_say_what_the_geocoder_says():
    valid = [number for number in sample() if phonenumbers.is_valid_number(phonenumbers.parse(number))]
    assert len(valid) > 2000
    for number in valid:
        parsed = phonenumbers.parse(number)
        city = locate(number, "en_US").city
        said = geocoder.description_for_number(parsed, "en").split(",")[0].split("/")[0]
        assert (city or "China") == said
        assert carrier.name_for_number(parsed, "zh") == locate(number).carrier


def test_every_place_of_china_has_its_province():
    names = {location._table("geodata").find(number[1:10])[1] for number in sample()} - {""}
    assert [name for name in names if location._chinese_place(name)[0] not in location.PROVINCES] == []
    assert not [name for name in names if "省" in "".join(location._chinese_place(name))]
