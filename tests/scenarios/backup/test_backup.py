"""Backup and restore on the whole product; see README.md."""

import pytest
from tools.stack import StackError

SERVICES = ("postgres", "asterisk", "odoo", "connector")


def test_a_restore_brings_back_database_and_recordings(stack, tmp_path):
    admin = stack.rpc()
    [customer] = admin.call("res.partner", "create", [{"name": "Before the backup"}])
    recording = stack.recordings / "2026" / "kept.wav"
    recording.parent.mkdir(parents=True, exist_ok=True)
    recording.write_bytes(b"RIFF kept")
    file = tmp_path / "backup.tar.gz"

    assert str(file) in stack.entry("backup", str(file))
    admin.call("res.partner", "write", [customer], {"name": "After the backup"})
    recording.unlink()
    stack.entry("restore", str(file))
    for service in SERVICES:
        stack.start(service)
    stack.wait_ready()

    [row] = stack.rpc().call("res.partner", "read", [customer], ["name"])
    assert row["name"] == "Before the backup"
    assert recording.read_bytes() == b"RIFF kept"
    assert file.stat().st_mode & 0o077 == 0, "a backup holds secrets: nobody else may read it"


def test_a_file_that_is_no_backup_changes_nothing(stack, tmp_path):
    file = tmp_path / "no-backup.tar.gz"
    file.write_bytes(b"not a backup")

    with pytest.raises(StackError, match="nothing was changed"):
        stack.entry("restore", str(file))

    assert stack.odoo_answers() and stack.linked()
