"""The whole product for tests: its own data folder and ports, brought up by the same ``./callcenter`` as anywhere.

``./callcenter test scenarios`` brings an installation up and says where in the environment. When pytest is run by
hand, one is brought up here, which shares the downloads (Odoo, venv, Asterisk) with the checkout's own:
CALLCENTER_TEST_DATA moves its data folder, CALLCENTER_TEST_PORT_OFFSET its ports, CALLCENTER_TEST_KEEP=1 leaves it
running for the next run.
"""

import http.cookiejar
import json
import os
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from .ledger import Ledger
from .waiting import wait_until

CHECKOUT = Path(__file__).resolve().parents[2]
PORTS = {"http": 8069, "sip": 5060, "ws": 8088, "ami": 5038, "agi": 4573, "health": 8070, "customer": 5080, "pg": 5433}
SERVICES = ("postgres", "asterisk", "odoo", "connector")
PASSING = ("PATH", "HOME", "LANG", "CI", "http_proxy", "https_proxy", "ODOO_HOME", "USER", "LOGNAME", "TMPDIR")


class StackError(Exception):
    """``./callcenter`` ended with an error; the text is what it printed."""


class Stack:
    """One installation. ``run`` brings it up unless ``./callcenter test`` already has; services go by name."""

    def __init__(self):
        self.given = os.environ.get("CALLCENTER_TESTING") == "1"
        self.environment = {name: os.environ[name] for name in PASSING if name in os.environ}
        if self.given:
            self.environment |= {name: value for name, value in os.environ.items() if name.startswith("CALLCENTER_")}
        else:
            self.environment |= {
                "CALLCENTER_DATA": os.environ.get("CALLCENTER_TEST_DATA", str(CHECKOUT / ".callcenter" / "test")),
                "CALLCENTER_PORT_OFFSET": os.environ.get("CALLCENTER_TEST_PORT_OFFSET", "20000"),
                "CALLCENTER_TREES": os.environ.get("CALLCENTER_TREES", str(CHECKOUT / ".callcenter")),
            }
        self.data = Path(self.environment["CALLCENTER_DATA"])
        self.keep = self.given or os.environ.get("CALLCENTER_TEST_KEEP") == "1"

    def port(self, name: str) -> int:
        """``http``, ``sip``, ``ws``, ``ami``, ``agi``, ``health`` or ``customer``."""
        given = self.environment.get(f"CALLCENTER_{name.upper()}_PORT")
        return int(given or PORTS[name] + int(self.environment.get("CALLCENTER_PORT_OFFSET", 0)))

    # the whole

    def entry(self, *command: str, seconds: float = 300, elsewhere: bool = False, **settings: str) -> str:
        """Runs ``./callcenter command …``; gives what it printed, raises StackError with it.

        ``elsewhere``: not in this installation; ``settings`` say where.
        """
        known = self.environment.items()
        environment = {name: value for name, value in known if not (elsewhere and name.startswith("CALLCENTER_"))}
        done = subprocess.run(
            [str(CHECKOUT / "callcenter"), *command],
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        text = done.stdout + done.stderr
        if done.returncode:
            raise StackError(text)
        return text

    def run(self) -> "Stack":
        if not self.given:
            self.data.parent.mkdir(parents=True, exist_ok=True)
            self.entry("run", seconds=900)
        self.wait_ready()
        return self

    def end(self) -> None:
        if not self.keep:
            self.entry("stop")

    def wait_ready(self, seconds: float = 60) -> None:
        """Odoo answers, the connector is linked to Asterisk and has the database."""
        wait_until(self.odoo_answers, seconds, "Odoo answers /web/health")
        wait_until(self.linked, seconds, "connector linked")

    def heal(self) -> None:
        """After a test that broke a service and failed to bring it back: the next one shall not suffer."""
        if not (self.odoo_answers() and self.linked()):
            for name in SERVICES:
                self.start(name)
            self.wait_ready()

    # services

    def start(self, name: str) -> None:
        self.entry("start", name)

    def stop(self, name: str) -> None:
        self.entry("stop", name)

    def kill(self, name: str) -> None:
        """With -9, and nothing starts it again."""
        self.entry("kill", name)

    def asterisk(self, command: str) -> str:
        return self.entry("asterisk", command)

    def odoo_answers(self) -> bool:
        with suppress(OSError):
            return self.get("/web/health").status == 200
        return False

    def get(self, path: str, headers=None):
        request = urllib.request.Request(self.url(path), headers=headers or {})
        return urllib.request.urlopen(request, timeout=10)

    def health(self) -> dict:
        """The connector's health page; empty while there is none."""
        url = f"http://127.0.0.1:{self.port('health')}/healthz"
        with suppress(OSError, ValueError):
            try:
                with urllib.request.urlopen(url, timeout=5) as page:
                    return json.load(page)
            except urllib.error.HTTPError as unwell:
                return json.load(unwell)
        return {}

    def wait_configured(self, seconds: float = 5) -> None:
        """What has been saved is live on the node."""
        query = """SELECT bool_and(NOT coalesce(config_pending, false) AND config_error IS NULL) AND NOT EXISTS (
                       SELECT FROM callcenter_command
                        WHERE name IN ('configure', 'numbers') AND state IN ('queued', 'sent'))
                     FROM callcenter_node"""
        wait_until(lambda: self.ledger.value(query), seconds, "the configuration live on the node")

    def linked(self) -> bool:
        return bool(self.health().get("linked"))

    def messages(self) -> dict[str, str]:
        """What the node's form tells a person: {code: sentence}."""
        status = self.ledger.value(
            "SELECT s.status FROM callcenter_node_status s JOIN callcenter_node n ON n.id = s.node_id LIMIT 1"
        )
        status = json.loads(status) if isinstance(status, str) else status or {}
        return {message["code"]: message["text"] for message in status.get("messages", [])}

    # where things are

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port('http')}{path}"

    @property
    def server(self) -> tuple[str, int]:
        return "127.0.0.1", self.port("sip")

    @property
    def node(self) -> Path:
        return self.data / "node"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def ledger(self) -> Ledger:
        if not hasattr(self, "_ledger"):
            self._ledger = Ledger.of(self.data / "etc" / "odoo.conf")
        return self._ledger

    def rpc(self, login: str = "admin", password: str | None = None) -> "Rpc":
        return Rpc(self, login, password or login)

    def secret_of(self, extension: str) -> str:
        return self.ledger.value("SELECT password FROM callcenter_endpoint WHERE extension = %s", extension)


class RpcError(Exception):
    """The server refused; ``name`` is the exception's class, as ``odoo.exceptions.AccessError``."""

    def __init__(self, name: str, text: str):
        super().__init__(f"{name}: {text}")
        self.name = name


class Rpc:
    """What a program can do with a user's password or session: real HTTP, nothing of Odoo's Python."""

    def __init__(self, stack: Stack, login: str, password: str):
        self._stack = stack
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        database = stack.ledger.value("SELECT current_database()")
        session = self.json("/web/session/authenticate", db=database, login=login, password=password)
        self.uid = session["uid"]

    @property
    def cookie(self) -> str:
        """The session, as the header of another connection bears it."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)

    def json(self, path: str, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._stack.url(path), body, headers)
        with self._opener.open(request, timeout=60) as answer:
            result = json.load(answer)
        if "error" in result:
            data = result["error"].get("data", {})
            raise RpcError(data.get("name", "error"), data.get("message") or result["error"].get("message", ""))
        return result.get("result")

    def call(self, model: str, method: str, *args, **kwargs):
        return self.json(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
        )

    def get(self, path: str, headers=None) -> tuple[int, bytes, dict]:
        """(status, body, headers); redirects are not followed to a log-in page silently."""
        request = urllib.request.Request(self._stack.url(path), headers=headers or {})
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read(), dict(refused.headers)
