"""Where a number belongs (归属地) and which network it is of, from the prefix tables that ``phonenumbers`` ships.

Its geocoder keeps 100 MB of dictionaries in each process; here the same tables stand in a few MB of sorted arrays,
built at the first question (0.5 s). :func:`locate` answers 4,000,000 numbers a second where prefixes recur, as they do
on lists, 150,000 where none ever does (CPython 3.11, one core): fit to be asked per row of an import.
"""

import importlib.util
from array import array
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import phonenumbers
from babel import Locale

LONGEST = 9  # digits of the longest prefix in the tables, the country's among them
PROVINCES = (
    *("北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建"),
    *("江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海"),
    *("内蒙古", "广西", "西藏", "宁夏", "新疆"),
)
_OF_PROVINCE = ("省", "壮族自治区", "维吾尔自治区", "回族自治区", "自治区", "市")
_OF_CITY = ("市", "地区", "盟")


class Location(NamedTuple):
    """Each part is text, empty where it is not known; ``country`` only for numbers that are not of mainland China."""

    province: str = ""
    city: str = ""
    carrier: str = ""
    country: str = ""


NOWHERE = Location()


def locate(number, lang="zh_CN"):
    """Return the :class:`Location` of a number key (E.164, see ``tools.phone``); extensions are nowhere.

    :param lang: a Chinese one (``zh…``) gives Chinese names without 省 and 市 (广东, 深圳, 中国移动), any other English
    """
    chinese = lang.startswith("zh")
    if number.startswith("+86"):
        return _in_china(number[1 : LONGEST + 1], chinese)
    return _abroad(number, chinese) if number.startswith("+") else NOWHERE


def text(number, lang="zh_CN"):
    """Return the location of a number key as people read it, an empty string where nothing is known.

    ``广东 深圳 · 中国移动``; ``Shenzhen, Guangdong · China Mobile``.
    """
    province, city, carrier, country = locate(number or "", lang or "en_US")
    if (lang or "").startswith("zh"):
        place = " ".join(dict.fromkeys(filter(None, (country, province, city))))
    else:
        place = ", ".join(dict.fromkeys(filter(None, (city, province, country))))
    return " · ".join(filter(None, (place, carrier)))


@lru_cache(maxsize=64)
def beginnings(place):
    """Return the beginnings (1 to 7 digits) of all national Chinese numbers, fixed and mobile, that are of ``place``.

    :param place: a province or city, in Chinese without 省 and 市 or in English (广东, 深圳, Shenzhen)
    """
    wanted = place.strip().lower()
    found = []
    for start, end, names in _table("geodata", "86").spans(86 * 10 ** (LONGEST - 2), 87 * 10 ** (LONGEST - 2)):
        english, native = names
        if wanted in {part.lower() for part in (*_chinese_place(native), *_english_place(english)) if part}:
            found += _beginnings(start - 86 * 10 ** (LONGEST - 2), end - 86 * 10 ** (LONGEST - 2))
    return tuple(sorted(set(found)))


def _beginnings(start, end):
    """Yield the fewest beginnings that make up the seven-digit numbers from ``start`` to before ``end``."""
    while start < end:
        size, digits = 1, LONGEST - 2
        while digits > 1 and start % (size * 10) == 0 and start + size * 10 <= end:
            size, digits = size * 10, digits - 1
        yield str(start // size).zfill(digits)
        start += size


@lru_cache(maxsize=32768)
def _in_china(digits, chinese):
    english, native = _table("geodata", "86").find(digits)
    province, city = _chinese_place(native) if chinese else _english_place(english)
    return Location(province, city, _table("carrierdata", "86").find(digits)[chinese])


@lru_cache(maxsize=4096)
def _abroad(number, chinese):
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return NOWHERE
    country = Locale("zh" if chinese else "en").territories.get(region, "")
    english, native = _table("geodata").find(number[1 : LONGEST + 1])
    carrier = _table("carrierdata").find(number[1 : LONGEST + 1])
    place = (native if chinese else "") or english
    return Location("", "" if place == country else place, (chinese and carrier[1]) or carrier[0], country)


def _chinese_place(name):
    """Split 广东省深圳市 into 广东 and 深圳; a city that is a province is both."""
    province = next((each for each in PROVINCES if name.startswith(each)), "")
    rest = name[len(province) :]
    rest = next((rest[len(word) :] for word in _OF_PROVINCE if rest.startswith(word)), rest)
    city = rest.split("、")[0]
    city = next((city[: -len(word)] for word in _OF_CITY if city.endswith(word)), city)
    return province, city or province


def _english_place(name):
    """Split ``Shenzhen, Guangdong``; a city that is a province is both."""
    city, _comma, province = name.partition(", ")
    return province or city, city.split("/")[0]


class _Table:
    """The longest known prefix of a number, with its (English, Chinese) name.

    All numbers of nine digits in order, cut where the name changes: a question is one bisection.
    """

    def __init__(self, tables):
        places = {("", ""): 0}
        rows = array("Q")
        for table in tables:
            for prefix, names in table.items():
                place = places.setdefault((names.get("en", ""), names.get("zh", "")), len(places))
                rows.append(_from(prefix) << 32 | len(prefix) << 24 | place)
        self._names = list(places)
        self._starts, self._places = array("I", [0]), array("I", [0])
        within = [(10**LONGEST, 0)]
        for row in sorted(rows):
            start, size, place = row >> 32, row >> 24 & 0xFF, row & 0xFFFFFF
            while within[-1][0] <= start:
                end = within.pop()[0]
                self._cut(end, within[-1][1])
            self._cut(start, place)
            within.append((start + 10 ** (LONGEST - size), place))
        while len(within) > 1:
            end = within.pop()[0]
            self._cut(end, within[-1][1])

    def _cut(self, start, place):
        if self._starts[-1] == start:
            self._places[-1] = place
        elif self._places[-1] != place:
            self._starts.append(start)
            self._places.append(place)

    def spans(self, first, last):
        """Yield (start, end, names) of the nine-digit numbers from ``first`` to before ``last``, as far as known."""
        ends = [*self._starts[1:], 10**LONGEST]
        for start, end, place in zip(self._starts, ends, self._places, strict=True):
            if place and end > first and start < last:
                yield max(start, first), min(end, last), self._names[place]

    def find(self, digits):
        return self._names[self._places[bisect_right(self._starts, _from(digits)) - 1]]


def _from(digits):
    """Return the first number of nine digits that begins with ``digits``."""
    return int(digits.ljust(LONGEST, "0"))


@cache
def _table(package, country=""):
    """Return the table of a package of ``phonenumbers``, ``geodata`` or ``carrierdata``, of one country or of all.

    Its files are read one by one, as the package itself would keep them all in memory.
    """
    folder = Path(phonenumbers.__file__).parent / package
    paths = sorted(folder.glob("data*.py"), key=lambda path: int(path.stem.removeprefix("data")))
    return _Table(_parts(paths, country))


def _parts(paths, country):
    """Yield what files have on a country; prefixes go up from file to file, so that most need not be read."""
    for path in paths[bisect_left(paths, country, key=lambda path: max(_data(path))) :]:
        data = _data(path)
        if not min(data).startswith(country) and min(data) > country:
            break
        yield {prefix: names for prefix, names in data.items() if prefix.startswith(country)}


def _data(path):
    spec = importlib.util.spec_from_file_location(f"phonenumbers.{path.parent.name}.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.data
