"""What the connector has to say to people, each sentence with what to do.

The one place of these sentences: log and health page have them in English, the node's form in the user's language.
"""

import errno
import os
from dataclasses import dataclass, field


def _lt(text: str) -> str:
    """Marks ``text`` for translators, who are shown what stands in a call of this name; it stays English here."""
    return text


SENTENCES = {
    "agi": _lt(
        "The connector cannot listen for Asterisk on %(address)s: %(reason)s. "
        "Free the port or change agi_port in the settings file, then restart the connector."
    ),
    "health": _lt(
        "The connector cannot serve its health page on %(address)s: %(reason)s. "
        "Free the port or change health_port in the settings file, then restart the connector."
    ),
    "ami_login": _lt(
        "Asterisk at %(address)s refused the password of the user %(user)s. "
        "Correct ami_user or ami_secret_file in the settings file."
    ),
    "ami_link": _lt(
        "Asterisk at %(address)s cannot be reached: %(reason)s. "
        "Start Asterisk, or correct its address in the settings file."
    ),
    "config": _lt(
        "The configuration cannot be read: %(reason)s. Correct the record that the connector's log names and save it."
    ),
    "recording_kept": _lt(
        "The recording %(file)s cannot be stored: %(reason)s. "
        "Check the free space and access rights of %(folder)s; storing is tried again."
    ),
    "recording_missing": _lt(
        "The recording %(file)s is missing. Check the free space and access rights of %(folder)s."
    ),
    "disk": _lt(
        "The disk of running calls is nearly full: %(free_mb)s MB left in %(folder)s. Free space or enlarge the disk."
    ),
    "disk_recordings": _lt(
        "The disk of recordings is nearly full: %(free_mb)s MB left in %(folder)s. Free space or enlarge the disk."
    ),
    "guessing": _lt(
        "Somebody guesses passwords: %(count)s wrong ones from %(address)s. "
        "Check in Phones and Lines, Refused Addresses, whether the address is refused."
    ),
    "journal": _lt(
        "Lines of the call journal that could not be read: %(count)s. "
        "Calls of the last hour may be incomplete, check the connector's log."
    ),
    "event": _lt("Events that could not be booked: %(count)s. Calls may be incomplete, check the connector's log."),
    "row": _lt("The database refused the data of %(name)s. Find the reason in the connector's log and correct it."),
}
REASONS = {
    _lt("Address already in use"),
    _lt("Asterisk closed the connection"),
    _lt("Connection refused"),
    _lt("Name or service not known"),
    _lt("No answer"),
    _lt("No space left on device"),
    _lt("Permission denied"),
    _lt("Read-only file system"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """``code`` is one of SENTENCES; ``values`` fill it: text and whole numbers; ``reason`` is best one of REASONS."""

    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.code] % self.values


def notice(code: str, **values: str | int) -> Notice:
    return Notice(code, values)


def reason(error: BaseException) -> str:
    """Why something failed, short, without the numbers and addresses that Python puts around it."""
    if isinstance(error, OSError) and error.errno in errno.errorcode:
        return os.strerror(error.errno)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, TimeoutError) and not str(error):
        return "No answer"
    return str(error) or type(error).__name__
