"""How a piece of Asterisk configuration is written."""

from collections.abc import Iterable


def value(text) -> str:
    """A value as it stands behind ``=``: on one line, and a ``;`` does not start a comment."""
    flat = "".join(" " if ord(char) < 32 or ord(char) == 127 else char for char in str(text))
    return flat.strip().replace(";", "\\;")


def section(name: str, template: str, options: Iterable[tuple[str, object]]) -> str:
    """``[name](template)`` with its options, a blank line behind it."""
    lines = [f"[{name}]({template})" if template else f"[{name}]"]
    lines += [f"{key} = {value(content)}" for key, content in options]
    return "\n".join(lines) + "\n\n"


def context(name: str, extensions: Iterable[tuple[str, list[str]]]) -> str:
    """A dialplan context: extensions, each with the applications it runs one after the other."""
    lines = [f"[{name}]"]
    for extension, steps in extensions:
        lines.append(f"exten => {extension},1,{steps[0]}")
        lines += [f" same => n{step}" if step.startswith("(") else f" same => n,{step}" for step in steps[1:]]
    return "\n".join(lines) + "\n\n"


def mark(name: str, **data) -> str:
    """A line of the journal written by the dialplan; the values must be codes or digits."""
    return f"CELGenUserEvent({name},{'&'.join(f'{key}={content}' for key, content in data.items())})"
