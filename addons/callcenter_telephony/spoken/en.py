"""English."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
MINUS, POINT = "minus", "point"
CURRENCIES = {"CNY": "yuan", "USD": "dollars", "EUR": "euros", "HKD": "Hong Kong dollars"}
SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
WORDS = (
    *DIGITS, *TEENS, *TENS, "hundred", *(name for _scale, name in SCALES), *MONTHS, *ORDINALS, MINUS, POINT,
    *CURRENCIES.values(),
)  # fmt: skip


def cardinal(value: int) -> list[str]:
    """10500 → ten thousand five hundred."""
    if value < 1000:
        return _below_thousand(value)
    said: list[str] = []
    for scale, name in SCALES:
        if value >= scale:
            said += [*cardinal(value // scale), name]
            value %= scale
    return said + (_below_thousand(value) if value else [])


def _below_thousand(value: int) -> list[str]:
    said = [DIGITS[value // 100], "hundred"] if value >= 100 else []
    rest = value % 100
    if rest >= 20:
        said.append(TENS[rest // 10 - 2])
        rest %= 10
        return said + ([DIGITS[rest]] if rest else [])
    if rest >= 10:
        return [*said, TEENS[rest - 10]]
    return said + ([DIGITS[rest]] if rest or not said else [])


def money(cents: int, currency: str) -> list[str]:
    """1234.50 → one thousand two hundred thirty four point five yuan."""
    whole, rest = divmod(cents, 100)
    tail = [POINT, *(DIGITS[int(sign)] for sign in f"{rest:02d}".rstrip("0"))] if rest else []
    name = CURRENCIES.get(currency)
    return [*cardinal(whole), *tail, *([name] if name else list(currency))]


def date(day) -> list[str]:
    """October first twenty twenty six."""
    high, low = divmod(day.year, 100)
    year = [*_below_thousand(high), *_below_thousand(low)] if low >= 10 else cardinal(day.year)
    return [MONTHS[day.month - 1], ORDINALS[day.day - 1], *year]
