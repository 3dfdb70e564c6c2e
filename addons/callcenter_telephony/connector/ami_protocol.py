"""AMI on the wire: bytes to messages and actions to bytes. No input or output here."""

END = b"\r\n\r\n"
_UNSAFE = str.maketrans("", "", "\r\n\0")

Message = dict[str, "str | list[str]"]


class Splitter:
    """Cuts a stream into messages, however the reads fall.

    ``feed`` returns the messages that are complete now, in order. A name that stands more than once in a message
    (``Output`` of a command, ``ChanVariable``) has a list of its values.
    """

    def __init__(self, limit: int = 1 << 24):
        self._rest = b""
        self._limit = limit

    def feed(self, data: bytes) -> list[Message]:
        """Raises ValueError when a message grows beyond the limit (bytes): this is no AMI."""
        data = self._rest + data if self._rest else data
        cut = data.rfind(END)
        if cut < 0:
            if len(data) > self._limit:
                raise ValueError("message without end")
            self._rest = data
            return []
        self._rest = data[cut + 4 :]
        return [parse(block) for block in data[:cut].decode("utf-8", "replace").split("\r\n\r\n")]


def parse(block: str) -> Message:
    """One message without its empty line at the end. Written for speed: it runs thousands of times a second."""
    lines = block.split("\r\n")
    message: Message = {}
    for line in lines:
        name, _, value = line.partition(": ")
        message[name] = value
    return message if len(message) == len(lines) else _with_lists(lines)


def _with_lists(lines: list[str]) -> Message:
    message: Message = {}
    for line in lines:
        name, _, value = line.partition(": ")
        known = message.get(name)
        if known is None:
            message[name] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            message[name] = [known, value]
    return message


def as_list(value: "str | list[str] | None") -> list[str]:
    """The values of a name that may stand once, often or never."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def clean(value) -> str:
    """A value that cannot end its line: CR, LF and NUL are dropped."""
    return str(value).translate(_UNSAFE)


def encode(action: str, action_id: str, values: dict) -> bytes:
    """An action ready to send; a list gives one line a value, ``None`` gives none."""
    lines = [f"Action: {clean(action)}", f"ActionID: {clean(action_id)}"]
    for name, value in values.items():
        for one in as_list(value):
            lines.append(f"{clean(name)}: {clean(one)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
