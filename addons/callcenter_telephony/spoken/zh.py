"""Chinese."""

DIGITS = tuple("零一二三四五六七八九")
MINUS, POINT = "负", "点"
CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元"}
WORDS = (*DIGITS, "十", "百", "千", "万", "亿", MINUS, POINT, "两", "角", "分", "年", "月", "日", *CURRENCIES.values())
_SCALES = ((10**8, "亿"), (10**4, "万"))
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def cardinal(value: int) -> list[str]:
    """10500 → 一 万 零 五 百."""
    if value == 0:
        return ["零"]
    said: list[str] = []
    for scale, name in _SCALES:
        if value >= scale:
            said += [*cardinal(value // scale), name]
            value %= scale
            if 0 < value < scale // 10:
                said.append("零")
    return said + (_below_ten_thousand(value, not said) if value else [])


def _below_ten_thousand(value: int, first: bool) -> list[str]:
    said: list[str] = []
    gap = False
    for place, name in _PLACES:
        digit, value = divmod(value, place)
        if digit:
            if gap:
                said.append("零")
            short = place == 10 and digit == 1 and first and not said  # 十五, not 一十五
            said += [name] if short else [DIGITS[digit], name]
        gap = bool(said) and not digit if value else gap
    if value:
        said += ["零", DIGITS[value]] if gap else [DIGITS[value]]
    return said


def money(cents: int, currency: str) -> list[str]:
    """1234.50 → 一 千 二 百 三 十 四 元 五 角."""
    name = CURRENCIES.get(currency)
    whole, rest = divmod(cents, 100)
    if currency != "CNY" or not name:
        tail = [POINT, *(DIGITS[int(sign)] for sign in f"{rest:02d}".rstrip("0"))] if rest else []
        return [*cardinal(whole), *tail, *([name] if name else list(currency))]
    said = [*cardinal(whole), name] if whole or not rest else []
    tenth, hundredth = divmod(rest, 10)
    if tenth:
        said += [DIGITS[tenth], "角"]
    elif hundredth and said:
        said.append("零")
    return said + ([DIGITS[hundredth], "分"] if hundredth else [])


def date(day) -> list[str]:
    year = [DIGITS[int(sign)] for sign in f"{day.year:04d}"]
    return [*year, "年", *cardinal(day.month), "月", *cardinal(day.day), "日"]
