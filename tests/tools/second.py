"""A second server beside the stack's: an Asterisk and a connector of its own on the same database."""

from .stack import Stack

APART = 2500  # added to the ports of the first


class Second(Stack):
    """``code`` is that of the server's record in Odoo. Only Asterisk and the connector run here."""

    def __init__(self, first: Stack, code: str):
        super().__init__()
        self.first, self.keep = first, False
        self.data = first.data.parent / f"{first.data.name}-{code}"
        offset = int(first.environment.get("CALLCENTER_PORT_OFFSET", 0)) + APART
        moved = {name for name in self.environment if name.startswith("CALLCENTER_") and name.endswith("_PORT")}
        self.environment = {name: value for name, value in self.environment.items() if name not in moved}
        self.environment |= {
            "CALLCENTER_DATA": str(self.data),
            "CALLCENTER_PORT_OFFSET": str(offset),
            "CALLCENTER_NODE": code,
            "CALLCENTER_FILESTORE": str(first.data / "filestore"),
            "CALLCENTER_RECORDINGS": str(first.recordings),
            "CALLCENTER_PG_HOST": str(first.data / "run"),
            "CALLCENTER_PG_PORT": str(first.port("pg")),
        }

    @property
    def ledger(self):
        return self.first.ledger

    def run(self) -> "Second":
        self.entry("node", seconds=300)
        return self

    def end(self) -> None:
        for name in ("connector", "asterisk"):
            self.stop(name)
