"""The charset of a text that does not say it."""

import codecs

from charset_normalizer import from_bytes

ENCODINGS = (
    "utf-8", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "shift_jis", "euc_kr",
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CLEARER = 0.5  # percent points of mess by which another charset has to be better than a Chinese one
# among the hundred most frequent characters of either script, and what stands in headers of customer lists
_COMMON = frozenset(
    "的一是不了在人有我他这这個个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于着下自之年"
    "姓名手机機电電话話号號码碼联聯系繫客户戶备備注註性别別地址城市日期来源公司先生小姐女士男女张張王李陈陳刘劉黄黃林"
)


def encoding_of(data, complete=True):
    """Return the charset of ``data``: its mark decides, then the zeros of UTF-16, then the form of UTF-8, then a guess.

    :param complete: False if ``data`` is only the beginning, so that the last character may be cut in two
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    odd = data[1::2].count(0)
    even = data[::2].count(0)
    if max(odd, even) > len(data) // 20 and min(odd, even) * 4 < max(odd, even):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8" if _decoded(data, "utf-8", complete) is not None else _guessed(data, complete)


def known(encoding):
    """Tell whether a person's choice is a charset of texts."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _decoded(data, encoding, complete):
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, complete)
    except UnicodeError:
        return None


def _guessed(data, complete):
    mess = {found.encoding: found.percent_chaos for found in from_bytes(data, cp_isolation=list(ENCODINGS[1:]))}
    common = {
        name: sum(text.count(letter) for letter in _COMMON)
        for name in ("gb18030", "big5")
        if (text := _decoded(data, name, complete)) is not None
    }
    chinese = max(common, key=common.get, default=None)
    least = min(mess.values(), default=0)
    if chinese and (common[chinese] or mess.get(chinese, 100) <= least + _CLEARER):
        return chinese
    return min(mess, key=mess.get, default=chinese or _least_broken(data))


def _least_broken(data):
    """Return Chinese if most of what is not ASCII can be read so: files may hold broken characters."""
    text = data.decode("gb18030", "replace")
    foreign = sum(letter > "\x7f" for letter in text)
    return "gb18030" if text.count("\ufffd") * 3 <= foreign else "cp1252"
