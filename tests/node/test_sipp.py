"""A caller that is not ours: SIPp."""

import shutil
import subprocess
from pathlib import Path

import pytest

from .company import PASSWORD
from .journal import last_call


@pytest.mark.skipif(not shutil.which("sipp"), reason="SIPp is not installed")
def test_keys_by_sip_info_and_a_menu_without_sound_from_the_caller(node, office):
    office.phones.desk_phone("1001", PASSWORD, auto_answer=True)
    office.node.ami.action(
        "QueueAdd", Queue="service", Interface="PJSIP/1001", MemberName="1001", StateInterface="PJSIP/1001"
    )
    command = ["sipp", "-sf", str(Path(__file__).with_name("info.xml")), "-s", "4001", "-m", "1", "-nostdin"]
    command += ["-i", "127.0.0.1", "-timeout", "20", f"127.0.0.1:{node.ports['SIP_PORT']}"]
    done = subprocess.run(command, check=False, cwd=node.folder, capture_output=True, text=True, timeout=40)
    assert done.returncode == 0, done.stdout[-2000:]
    node.ami.wait_quiet()
    told = last_call(node.journal)
    assert next(r.data["key"] for r in told if r.kind == "CC_KEY") == "2"
    assert next(r.name for r in told if r.kind == "CC_IN") == "SIPp"
    assert [r.kind for r in told].count("BRIDGE_ENTER") == 2
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001")
