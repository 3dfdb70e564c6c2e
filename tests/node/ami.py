"""The manager interface as a test needs it: blocking, every event kept."""

import socket
import threading
import time


class Ami:
    def __init__(self, port: int, secret: str, user: str = "connector"):
        self.events: list[dict] = []
        self.raw: list[str] = []
        self._told = threading.Condition()
        self._number = 0
        self._socket = socket.create_connection(("127.0.0.1", port), 5)
        self._socket.settimeout(None)
        self._file = self._socket.makefile("rb")
        self._file.readline()
        threading.Thread(target=self._read, daemon=True).start()
        answer = self.action("Login", Username=user, Secret=secret)
        if answer.get("Response") != "Success":
            raise AssertionError(f"AMI: {answer}")

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> None:
        lines = []
        try:
            for line in self._file:
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                if text:
                    lines.append(text)
                    continue
                message: dict = {"Output": []}
                for entry in lines:
                    key, _, content = entry.partition(": ")
                    if key == "Output":
                        message["Output"].append(content)
                    else:
                        message[key] = content
                with self._told:
                    self.events.append(message)
                    if "Event" in message:
                        self.raw.append("\r\n".join(lines) + "\r\n\r\n")
                    self._told.notify_all()
                lines = []
        except (OSError, ValueError):
            return

    def action(self, name: str, *more: tuple[str, str], **headers) -> dict:
        """The response; ``more`` for headers that come several times (Variable)."""
        self._number += 1
        number = f"t{self._number}"
        pairs = [("Action", name), ("ActionID", number), *headers.items(), *more]
        self._socket.sendall(("".join(f"{key}: {content}\r\n" for key, content in pairs) + "\r\n").encode())

        def response():
            return next((m for m in self.events if m.get("ActionID") == number and "Event" not in m), None)

        with self._told:
            if not self._told.wait_for(response, 10):
                raise AssertionError(f"AMI: no answer to {name}")
            return response()

    def command(self, text: str) -> str:
        return "\n".join(self.action("Command", Command=text)["Output"])

    def mark(self) -> int:
        return len(self.events)

    def wait(self, seconds: float = 10, after: int = 0, **wanted) -> dict:
        """The first event (behind position ``after``) with these headers."""

        def found():
            return next(
                (m for m in self.events[after:] if "Event" in m and all(m.get(k) == v for k, v in wanted.items())), None
            )

        with self._told:
            if not self._told.wait_for(found, seconds):
                seen = [(m.get("Event"), m.get("UserDefType") or m.get("EventName")) for m in self.events[after:]]
                raise AssertionError(f"AMI: no {wanted} within {seconds} s, seen {seen[-30:]}")
            return found()

    def wait_quiet(self, seconds: float = 0.4) -> None:
        """Until no event has come for this long."""
        last, since = -1, time.monotonic()
        with self._told:
            while time.monotonic() - since < seconds:
                if len(self.events) != last:
                    last, since = len(self.events), time.monotonic()
                self._told.wait(seconds / 4)
