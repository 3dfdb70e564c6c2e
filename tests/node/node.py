"""A node of its own for tests: base configuration, rendered files and a real Asterisk, on ports nobody else has."""

import contextlib
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from callcenter_telephony.render import tree
from tools.baresip import free_port
from tools.waiting import wait_until

from .ami import Ami

ROOT = Path(__file__).parents[2]
TREES = Path(os.environ.get("CALLCENTER_TREES") or os.environ.get("CALLCENTER_DATA") or ROOT / ".callcenter")
AST_ROOT = TREES / "asterisk" / "root"

FOLDERS = ("etc", "rendered", "flows", "sounds", "log/cel-custom", "spool/monitor", "spool/tmp", "lib", "run")
DIALPLAN_FAULT = re.compile(r"(?:WARNING|ERROR)\S* ((?:pbx|func_|ast_expr2|app_stack|app_while)\S* .*)")


class Node:
    """``with Node(config) as node:`` - booted and configured; everything is gone afterwards but what was copied."""

    def __init__(self, config, folder: Path | None = None):
        self.config = config
        self.folder = Path(folder or tempfile.mkdtemp(prefix="cc-node-"))
        self.secret = secrets.token_hex(12)
        self.ports = {name: free_port() for name in ("WS_PORT", "AMI_PORT", "AGI_PORT")}
        self.ports["SIP_PORT"] = free_port(socket.SOCK_DGRAM)
        self.process = None
        self.ami: Ami | None = None

    @property
    def server(self) -> tuple[str, int]:
        return "127.0.0.1", self.ports["SIP_PORT"]

    def __enter__(self):
        self.write_base()
        self.write_rendered()
        self.start()
        return self

    def __exit__(self, *exc):
        self.stop()
        faults = DIALPLAN_FAULT.findall(self.log)
        if not os.environ.get("CALLCENTER_KEEP_NODE"):
            shutil.rmtree(self.folder, ignore_errors=True)
        assert not faults, "the dialplan is at fault, a caller may hear of it: " + "; ".join(faults)

    def write_base(self) -> None:
        """config/asterisk with its names filled in, as the set-up does it."""
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        modules = next(AST_ROOT.glob("usr/lib/*/asterisk/modules")).relative_to(AST_ROOT)
        values = {
            "NODE_DIR": self.folder, "MODULES_DIR": f"/{modules}", "DATA_DIR": "/usr/share/asterisk",
            "SIP_BIND": "127.0.0.1", "WS_BIND": "127.0.0.1", "AMI_SECRET": self.secret, "AGI_HOST": "127.0.0.1",
            "RTP_START": 21000, "RTP_END": 21998, **self.ports,
        }  # fmt: skip
        for source in (ROOT / "config" / "asterisk").glob("*.conf"):
            text = re.sub(r"@([A-Z_]+)@", lambda found: str(values[found[1]]), source.read_text())
            (self.folder / "etc" / source.name).write_text(text)

    def write_rendered(self) -> None:
        for path, content in tree.render(self.config, str(self.folder)).items():
            shared = path.startswith(("flows/", "sounds/"))
            target = self.folder / path if shared else self.folder / "rendered" / path
            target.write_bytes(content)
        self.folder.chmod(0o755)
        subprocess.run(["chown", "-R", self._owner(), str(self.folder)], check=True)

    def _owner(self) -> str:
        """uid:gid of the asterisk user inside the root."""
        lines = (AST_ROOT / "etc" / "passwd").read_text().splitlines()
        fields = next(line.split(":") for line in lines if line.startswith("asterisk:"))
        return f"{fields[2]}:{fields[3]}"

    def start(self) -> None:
        log = open(self.folder / "log" / "console.log", "ab")  # noqa: SIM115 - lives as long as the process
        command = [str(ROOT / "docker" / "run-asterisk.sh"), str(self.folder)]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.ami = wait_until(self._booted, 30, f"Asterisk booted, see {self.folder}/log")

    def _booted(self):
        if self.process.poll() is not None:
            raise AssertionError(f"Asterisk ended with {self.process.returncode}, see {self.folder}/log/console.log")
        try:
            ami = Ami(self.ports["AMI_PORT"], self.secret)
        except OSError:
            return None
        ami.wait(Event="FullyBooted")
        return ami

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)
        if self.ami:
            self.ami.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(5)
        self.ami.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def cli(self, command: str) -> str:
        return self.ami.command(command)

    def wait_member_on_disk(self, extension: str, queue: str = "service") -> None:
        """AstDB writes at most a second later; who is killed before that forgets."""
        key = f"/Queue/PersistentMembers/{queue}"

        def written():
            with contextlib.closing(sqlite3.connect(self.folder / "lib" / "astdb.sqlite3")) as database:
                rows = database.execute("SELECT value FROM astdb WHERE key = ?", (key,)).fetchall()
            return f"PJSIP/{extension}" in str(rows)

        wait_until(written, 5, f"{extension} is in AstDB's file")

    # the journal

    @property
    def journal(self) -> Path:
        return self.folder / "log" / "cel-custom" / "cel.csv"

    @property
    def queue_log(self) -> Path:
        return self.folder / "log" / "queue_log"

    @property
    def log(self) -> str:
        return (self.folder / "log" / "messages.log").read_text("utf-8", "replace")
