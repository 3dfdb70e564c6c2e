"""baresip as an agent's desk phone: a telephone that is not ours, driven over its control port (netstrings of JSON)."""

import json
import random
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

from . import rtp
from .waiting import wait_until

CONFIG = """\
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
audio_player aubridge,heard
audio_source aufile,{folder}/sound.wav
audio_alert aufile,{folder}/alert.wav
audio_srate 8000-8000
audio_channels 1-1
rtp_ports {rtp}-{rtp_end}
call_max_calls 2
module_path {modules}
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
snd_path {folder}
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""

PORTS = (12000, 20000)


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """A port for a server of ours, below those that the system gives to whoever asks for any: it stays free."""
    while True:
        port = random.randrange(*PORTS)
        with suppress(OSError), socket.socket(socket.AF_INET, kind) as found:
            found.bind(("127.0.0.1", port))
            return port


class Baresip:
    """``events`` are what baresip says of its calls (``CALL_INCOMING``, ``CALL_ESTABLISHED``, ``CALL_CLOSED`` …)."""

    def __init__(self, folder: Path, server: tuple[str, int], extension: str, password: str, hertz: float = rtp.AGENT):
        self.folder = Path(folder)
        self.events: list[dict] = []
        self._told = threading.Condition()
        self._write_config(server, extension, password)
        rtp.write_wav(self.folder / "sound.wav", rtp.tone(hertz, 60))
        rtp.write_wav(self.folder / "alert.wav", rtp.SILENCE)

    def _write_config(self, server, extension: str, password: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._control = free_port()
        modules = next(Path("/usr/lib").rglob("baresip/modules"))
        rtp_port = free_port(socket.SOCK_DGRAM) & ~1
        values = {"sip": free_port(socket.SOCK_DGRAM), "rtp": rtp_port, "rtp_end": rtp_port + 20}
        text = CONFIG.format(folder=self.folder, control=self._control, modules=modules, **values)
        (self.folder / "config").write_text(text)
        host, port = server
        account = (
            f"<sip:{extension}@{host}:{port}>;auth_user={extension};auth_pass={password};audio_codecs=PCMU;regint=60"
        )
        (self.folder / "accounts").write_text(account + "\n")
        (self.folder / "contacts").touch()

    def __enter__(self) -> Self:
        program = shutil.which("baresip")
        self._log = open(self.folder / "out.log", "wb")
        command = [program, "-f", str(self.folder)]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self._connect()
        threading.Thread(target=self._read, daemon=True).start()
        log = self.folder / "out.log"
        wait_until(lambda: "200 OK" in log.read_text("utf-8", "replace"), 10, "baresip registered")
        return self

    def __exit__(self, *exc) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._socket.close()
        self._log.close()

    def _connect(self) -> None:
        def connected():
            with suppress(ConnectionRefusedError):
                return socket.create_connection(("127.0.0.1", self._control), 5)

        self._socket = wait_until(connected, 10, "baresip's control port")
        self._socket.settimeout(None)

    def _read(self) -> None:
        buffer = b""
        while True:
            try:
                data = self._socket.recv(65536)
            except OSError:
                return
            if not data:
                return
            buffer += data
            while b":" in buffer:
                size, _, rest = buffer.partition(b":")
                if len(rest) < int(size) + 1:
                    break
                message, buffer = rest[: int(size)], rest[int(size) + 1 :]
                with self._told:
                    self.events.append(json.loads(message))
                    self._told.notify_all()

    def wait(self, kind: str, seconds: float = 15, after: int = 0) -> dict:
        """The first event of this type behind position ``after`` of ``events``."""

        def found():
            return next((event for event in self.events[after:] if event.get("type") == kind), None)

        with self._told:
            if not self._told.wait_for(lambda: found() is not None, seconds):
                raise AssertionError(
                    f"baresip: no {kind} within {seconds} s; told: {[e.get('type') for e in self.events]}"
                )
            return found()

    def command(self, name: str, params: str = "") -> None:
        message = json.dumps({"command": name, "params": params}).encode()
        self._socket.sendall(b"%d:%s," % (len(message), message))

    def answer(self) -> None:
        self.command("accept")

    def hang_up(self) -> None:
        self.command("hangup")

    @property
    def heard(self) -> Path:
        """Wav of what the last call sounded like at this phone; whole once the call has ended."""
        return max(self.folder.glob("dump-*-dec.wav"), key=lambda path: path.stat().st_mtime)
