"""Settings: environment over odoo.conf over default."""

import pytest
from callcenter_telephony.connector import settings


def test_environment_wins_over_file_wins_over_default(tmp_path):
    section = {"node": "east", "ami_port": "6001", "node_dir": str(tmp_path)}
    loaded = settings.load(section, {"CALLCENTER_AMI_PORT": "6002"})
    assert (loaded.node, loaded.ami_port, loaded.agi_port) == ("east", 6002, 4573)
    assert loaded.monitor_path == tmp_path / "spool" / "monitor"


def test_a_wrong_number_is_named():
    with pytest.raises(ValueError, match="setting ami_port: 'many' is not int"):
        settings.load({"ami_port": "many"}, {})


def test_the_secret_comes_from_its_file_and_is_never_shown(tmp_path):
    (tmp_path / "ami").write_text("s3cret\n")
    loaded = settings.load({"ami_secret_file": str(tmp_path / "ami")}, {})
    assert loaded.ami_secret() == "s3cret"
    assert settings.load({}, {"CALLCENTER_AMI_SECRET": "other"}).ami_secret() == "other"
    assert "other" not in repr(settings.load({}, {"CALLCENTER_AMI_SECRET": "other"}))
