"""The node's names and their records: extension, queue code, DID, reason → ids."""

import time
from dataclasses import dataclass, field

MAX_AGE_S = 2.0


@dataclass(frozen=True, slots=True)
class Party:
    """An agent behind an extension."""

    agent_id: int | None = None
    user_id: int | None = None


NOBODY = Party()


@dataclass(slots=True)
class Names:
    node_id: int
    wrap_s: int = 30  # after outbound calls
    several: bool = False  # servers that serve the same
    agents: dict[str, Party] = field(default_factory=dict)
    queues: dict[str, tuple[int, int]] = field(default_factory=dict)  # code → (id, wrap_s)
    dids: dict[str, int] = field(default_factory=dict)
    trunks: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    read_at: float = field(default_factory=time.monotonic)

    @property
    def stale(self):
        return time.monotonic() - self.read_at > MAX_AGE_S

    def queue_id(self, code):
        return self.queues.get(code, (None, 0))[0]

    def wrap_of(self, code):
        """Return the wrap-up seconds after a call of queue ``code``; of no queue: after outbound calls."""
        return self.queues.get(code, (None, self.wrap_s))[1]

    @classmethod
    def read(cls, cr, node_code):
        """Raise LookupError when there is no such node."""
        cr.execute(
            """SELECT id, wrap_s, COALESCE(main_id, id),
                      main_id IS NOT NULL OR EXISTS (SELECT FROM callcenter_node t WHERE t.main_id = n.id)
                 FROM callcenter_node n WHERE code = %s""",
            (node_code,),
        )
        row = cr.fetchone()
        if not row:
            raise LookupError(f"There is no server with the code {node_code!r} in Odoo.")
        names, source = cls(row[0], row[1] or 0, row[3]), row[2]
        cr.execute(
            """SELECT e.extension, a.id, a.user_id
                 FROM callcenter_endpoint e JOIN callcenter_agent a ON a.endpoint_id = e.id
                WHERE e.node_id = %s AND a.active""",
            (source,),
        )
        names.agents = {extension: Party(*ids) for extension, *ids in cr.fetchall()}
        cr.execute("SELECT code, id, wrap_s FROM callcenter_queue WHERE node_id = %s", (source,))
        names.queues = {code: (queue, wrap or 0) for code, queue, wrap in cr.fetchall()}
        cr.execute("SELECT number, id FROM callcenter_did WHERE node_id = %s", (source,))
        names.dids = dict(cr.fetchall())
        cr.execute("SELECT code, id FROM callcenter_trunk WHERE node_id = %s", (source,))
        names.trunks = dict(cr.fetchall())
        cr.execute("SELECT code, id FROM callcenter_pause_reason")
        names.reasons = dict(cr.fetchall())
        return names
