"""What the audit log keeps of values: short, and never a secret."""

SECRET = ("password", "passwd", "secret", "token", "totp", "api_key")
UNTOLD = frozenset({"odoobot_state", "tour_enabled"})  # what pages keep for themselves
LONGEST = 200  # characters of a value
MOST = 20  # records whose values are kept one by one; of more only what was set
NAMED = 500  # ids kept of more records than that


def is_secret(name):
    """Tell whether a field's value must not stand in a log."""
    return any(word in name for word in SECRET)


def shown(record, name):
    """Return a field's value of ``record`` as JSON takes it: linked records by name, files and secrets by a mark."""
    field = record._fields[name]
    if is_secret(name):
        return "***"
    value = record[name]
    match field.type:
        case "binary" | "image":
            return "…" if value else None
        case "many2one" | "reference":
            return value.display_name if value else None
        case "one2many" | "many2many":
            names = ", ".join(row.display_name or str(row.id) for row in value[:MOST])
            return cut(names) + (f" ({len(value)})" if len(value) > MOST else "")
        case "boolean":
            return bool(value)
        case "integer" | "float" | "monetary":
            return value
    return cut(str(value)) if value else None


def cut(text):
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def changes(before, after):
    """Return ``{field: [old, new]}`` of what differs between two ``{field: value}``."""
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def said(detail, label):
    """Return the lines of a row's detail for people; ``label(field)`` gives a field's name.

    :param detail: what was kept, a dict; see ``callcenter.audit``
    """
    lines = [f"{label(name)}: {_said(old)} → {_said(new)}" for name, (old, new) in detail.get("changed", {}).items()]
    for key, changed in detail.get("each", {}).items():
        lines += [f"#{key} {label(name)}: {_said(old)} → {_said(new)}" for name, (old, new) in changed.items()]
    lines += [f"{label(name)}: {_said(value)}" for name, value in detail.get("set", {}).items()]
    if fields := detail.get("fields"):
        lines.append(", ".join(label(name) for name in fields))
    return lines


def _said(value):
    return "–" if value is None or value == "" else str(value)
