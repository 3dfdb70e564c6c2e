"""All files of a node."""

import re
from dataclasses import replace

from callcenter_telephony.render import tree
from callcenter_telephony.render.model import Prompt
from test_render_checks import GOOD, WAV


def test_the_files_of_a_node():
    files = tree.render(GOOD)
    flow = next(path for path in files if path.startswith("flows/"))
    assert re.fullmatch(r"flows/cc-flow-hotline-[0-9a-f]{8}\.conf", flow)
    assert set(files) == {
        "extensions.conf", "musiconhold.conf", "features.conf", "pjsip.conf", "queues.conf", "subroutines.conf", flow,
        "sounds/ask-r1.wav",
    }  # fmt: skip
    assert files["sounds/ask-r1.wav"] == WAV


def test_a_prompt_that_is_on_the_node_already_is_not_written_again():
    files = tree.render(replace(GOOD, prompts=(Prompt("ask", "r1"),)))
    assert "sounds/ask-r1.wav" not in files
    assert any(b"sounds/ask-r1" in content or b"ask-r1" in content for content in files.values())


def test_the_revision_changes_with_any_byte_and_with_nothing_else():
    files = tree.render(GOOD)
    assert tree.revision(files) == tree.revision(dict(reversed(files.items())))
    assert re.fullmatch(r"[0-9a-f]{12}", tree.revision(files))
    changed = tree.render(replace(GOOD, prompts=(Prompt("ask", "r1", WAV[:-1] + b"\x01"),)))
    assert tree.revision(changed) != tree.revision(files)


def test_what_asterisk_must_know_afterwards():
    expected = tree.expected(GOOD)
    assert expected["endpoints"] == {"1001", "1001-web", "carrier"}
    assert expected["queues"] == {"service", "sales"}
    text = b"".join(content for path, content in tree.render(GOOD).items() if path.endswith(".conf")).decode()
    assert expected["contexts"] <= set(re.findall(r"^\[([^]]+)\]", text, re.MULTILINE))


def test_entries_of_astdb():
    config = replace(GOOD, extra={"queues/1001": "service:0,sales:5", "wrap_s": "30"})
    assert tree.astdb(config) == {"cc/queues/1001": "service:0&sales:5"}


def test_no_context_is_there_twice():
    """Asterisk would take the lines of both as one."""
    text = b"".join(content for path, content in tree.render(GOOD).items() if path.endswith(".conf")).decode()
    contexts = re.findall(r"^\[(cc-[^]]+)\]", text, re.MULTILINE)
    assert sorted(contexts) == sorted(set(contexts))


def test_every_subroutine_that_is_called_exists():
    text = b"".join(content for path, content in tree.render(GOOD).items() if path.endswith(".conf")).decode()
    contexts = set(re.findall(r"^\[([^]]+)\]", text, re.MULTILINE))
    called = set(re.findall(r"(?:Gosub|Goto|b|U)\((cc-[a-z0-9-]+)[,^)]", text))
    called |= set(re.findall(r"hangup_handler_push\)=(cc-[a-z-]+),", text)) | {"cc-answered", "cc-features"}
    assert {name for name in called if not name.endswith("-")} <= contexts


def test_no_two_contexts_of_the_subroutines_have_the_same_name():
    """Asterisk would make one of them."""
    text = tree.render(GOOD)["subroutines.conf"].decode()
    names = re.findall(r"^\[(.+?)\]", text, re.MULTILINE)
    assert len(names) > 30 and sorted(names) == sorted(set(names))
