"""The connector's settings in one place: environment over odoo.conf section [callcenter] over default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

PREFIX = "CALLCENTER_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Names are those of odoo.conf; in the environment they are upper case behind ``CALLCENTER_``."""

    node: str = "demo-node"
    node_dir: str = ""
    recordings_dir: str = ""
    asterisk_host: str = "127.0.0.1"
    ami_port: int = 5038
    ami_user: str = "connector"
    ami_secret_file: str = ""
    agi_host: str = "127.0.0.1"
    agi_port: int = 4573
    health_host: str = "127.0.0.1"
    health_port: int = 8070
    write_every_s: float = 0.05  # dirty rows go to the database this often
    monitor_every_s: float = 0.25  # live monitors are told what has changed this often
    snapshot_every_s: float = 5.0
    heartbeat_every_s: float = 5.0
    journal_every_s: float = 0.02
    journal_max_mb: int = 64  # cel.csv is rotated when larger and fully read
    journal_keep: int = 5  # rotated files kept
    agi_deadline_s: float = 0.5
    lost_phone_s: float = 30.0  # a phone that is lost in a call may stay away this long
    web_inside: str = ""  # networks inside that flows may call, such as 10.1.2.0/24,127.0.0.1
    disk_low_mb: int = 500  # free space below which the node's form warns
    env: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def node_path(self) -> Path:
        return Path(self.node_dir)

    @property
    def log_path(self) -> Path:
        """Asterisk's astlogdir, with the journal."""
        return self.node_path / "log"

    @property
    def monitor_path(self) -> Path:
        """Where MixMonitor writes."""
        return self.node_path / "spool" / "monitor"

    @property
    def recordings_path(self) -> Path:
        return Path(self.recordings_dir) if self.recordings_dir else self.node_path / "recordings"

    def ami_secret(self) -> str:
        """Read anew at each login, so that a corrected file takes effect. Raises OSError."""
        if value := self.env.get("AMI_SECRET"):
            return value
        return Path(self.ami_secret_file).read_text(encoding="utf-8").strip()


def load(section: Mapping | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from odoo.conf's section and the environment. Raises ValueError naming the bad setting."""
    section = section or {}
    environ = os.environ if environ is None else environ
    values = {}
    for item in fields(Settings):
        raw = environ.get(PREFIX + item.name.upper(), section.get(item.name))
        if item.name != "env" and raw not in (None, ""):
            values[item.name] = _convert(item.name, item.type, raw)
    secret = environ.get(PREFIX + "AMI_SECRET", "")
    return Settings(**values, env={"AMI_SECRET": secret} if secret else {})


def _convert(name, kind, raw):
    try:
        return kind(raw)
    except ValueError:
        raise ValueError(f"setting {name}: {raw!r} is not {kind.__name__}") from None
