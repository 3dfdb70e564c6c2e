"""Values as words to be said one after the other: each word is a sound of its own, so that nothing is synthesised
while a caller waits. Pure; ``LANGUAGES`` holds the functions of each language."""

from . import en, zh

LANGUAGES = {"zh": zh, "en": en}
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def words(language: str) -> list[str]:
    """All words that values can be made of."""
    return [*LANGUAGES[language].WORDS, *LETTERS]


def digits(language: str, text: str) -> list[str]:
    """Letters and digits one by one; everything else is left out."""
    names = LANGUAGES[language].DIGITS
    signs = [sign for sign in str(text).upper() if sign.isascii() and sign.isalnum()]
    return [names[int(sign)] if sign.isdecimal() else sign for sign in signs]


def number(language: str, value) -> list[str]:
    """A number with its decimals, without zeros at the end."""
    own = LANGUAGES[language]
    whole, _point, rest = f"{abs(value):.4f}".partition(".")
    said = [own.MINUS] if value < 0 else []
    said += own.cardinal(int(whole))
    rest = rest.rstrip("0")
    return said + ([own.POINT, *digits(language, rest)] if rest else [])


def amount(language: str, value, currency: str = "CNY") -> list[str]:
    """An amount of money, rounded to hundredths."""
    own = LANGUAGES[language]
    cents = round(abs(value) * 100)
    said = [own.MINUS] if value < 0 and cents else []
    return said + own.money(cents, currency)


def date(language: str, day) -> list[str]:
    return LANGUAGES[language].date(day)
