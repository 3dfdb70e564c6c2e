"""Which column is which field: by what its header says, then by what stands in it."""

import re
import unicodedata

from . import numbers, synonyms

_SHARE = 0.6  # of a column's samples that must look like a field's values
_NUMBERS = ("number", "number_2")
_NAME_LENGTHS = range(2, 5)
_PREFIXES = re.compile(r"^(x_cc_|x_|callcenter_)|(_ids?)$")


def guess(header, samples, targets):
    """Return ``{index: (field, certain)}`` for the columns that are understood; each field comes once.

    :param header: what the header says, a text a column
    :param samples: a list of texts a column, or rows' worth of them: ``samples[index]`` are values of column ``index``
    :param targets: fields to choose from: ``{field: label or labels}``, or dicts with ``name`` and ``label``
    :returns: ``certain`` where the header says exactly what the field is called and the values do not speak against it
    """
    targets = _labels(targets)
    found = {}
    for look in (_by_name, _by_part, _by_values):
        for index in range(len(header)):
            if index not in found:
                free = {
                    field: names for field, names in targets.items() if field not in {f for f, _c in found.values()}
                }
                values = [value for value in (samples[index] if index < len(samples) else ()) if value]
                if field := look(header[index], values, free):
                    found[index] = field, look is _by_name and _may_hold(field, values)
    return dict(sorted(found.items()))


def _labels(targets):
    """Return the names that people may use for each field, plain, in the order of the fields."""
    if not isinstance(targets, dict):
        targets = {t["name"]: t.get("label") or () if isinstance(t, dict) else () for t in map(_as_dict, targets)}
    names = {}
    for field, labels in targets.items():
        own = (labels,) if isinstance(labels, str) else tuple(labels)
        short = _PREFIXES.sub("", field)
        known = synonyms.FIELDS.get(short, ())
        names[field] = [_plain(name) for name in (*own, field, short, *known) if name]
    return names


def _as_dict(target):
    return target if isinstance(target, dict) else {"name": target}


def _plain(text):
    """Return a header without blanks, brackets and what stands in them, marks and case."""
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\(.*?\)|\[.*?\]|[\W_]+", "", text) or re.sub(r"[\W_]+", "", text)


def _by_name(said, _values, targets):
    said = _plain(said)
    return next((field for field, names in targets.items() if said and said in names), None)


def _by_part(said, values, targets):
    """Find the field with the longest name that stands in the header, if the values allow for it."""
    said = _plain(said)
    fits = [
        (len(name), field)
        for field, names in targets.items()
        for name in names
        if name in said and (len(name) > 3 or not name.isascii()) and _may_hold(field, values)
    ]
    return max(fits, key=lambda fit: fit[0], default=(0, None))[1] if len(said) > 1 else None


def _by_values(_said, values, targets):
    for field in targets:
        look = _LOOKS.get(_PREFIXES.sub("", field))
        if look and len(values) and sum(map(look, values)) >= len(values) * _SHARE:
            return field
    return None


def _may_hold(field, values):
    """Tell whether values can be those of a field: a column of names is no telephone number, whatever its header."""
    look = _LOOKS.get(_PREFIXES.sub("", field)) if field in _NUMBERS else None
    return not look or not values or any(map(look, values))


def _is_number(value):
    return not numbers.clean(value)[1]


def _is_name(value):
    return len(value) in _NAME_LENGTHS and value[0] in synonyms.SURNAMES and not any(map(str.isdigit, value))


_LOOKS = {
    "number": _is_number,
    "number_2": _is_number,
    "name": _is_name,
    "gender": lambda value: value.lower() in synonyms.GENDERS,
    "email": lambda value: "@" in value and "." in value.rsplit("@", 1)[1],
}
