"""Records what a real node tells of each scene: ``python -m node.samples [FOLDER] [SCENE...]`` from the tests folder.

Writes <scene>.cel.csv, <scene>.queue_log and <scene>.ami.txt, the food of the reducer's tests.
"""

import shutil
import socket
import sys
from pathlib import Path

from tools.baresip import free_port
from tools.phones import Phones

from . import scenes, scenes_control
from .company import company
from .node import Node
from .office import Office

FOLDER = Path(__file__).parents[1] / "data" / "node_samples"


def record(scene, folder: Path) -> None:
    port = free_port(socket.SOCK_DGRAM)
    with Node(company(port)) as node, Phones(node.server) as phones:
        scene(Office(node, phones, port))
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(node.journal, folder / f"{scene.__name__}.cel.csv")
        shutil.copy(node.queue_log, folder / f"{scene.__name__}.queue_log")
        (folder / f"{scene.__name__}.ami.txt").write_text("".join(node.ami.raw), newline="")
        print(scene.__name__, len(node.ami.raw), "events", flush=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for wanted in (*scenes.SCENES, *scenes_control.SCENES):
        if not sys.argv[2:] or wanted.__name__ in sys.argv[2:]:
            record(wanted, target)
