import base64
import hashlib
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import HttpCase, tagged

from .. import settings
from ..archive import StoreFault
from ..archive.folder import FolderStore

SOUND = b"RIFF" + bytes(range(256)) * 4


@tagged("post_install", "-at_install")
class TestRecording(HttpCase):
    """The sound of a call is for those who may see the call."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "recordings"
        (self.folder / "2026").mkdir(parents=True)
        (self.folder / "2026" / "a.wav").write_bytes(SOUND)
        (self.folder.parent / "secret").write_bytes(b"secret")
        self.startPatcher(
            patch.object(settings, "read", lambda: {**settings.DEFAULTS, "recordings_dir": str(self.folder)})
        )
        env = self.env
        node = env["callcenter.node"].create({"name": "R", "code": "rec-node"})
        self.users = {}
        for login, role in (
            ("rec_mine", "agent"),
            ("rec_other", "agent"),
            ("rec_leader", "leader"),
            ("rec_none", None),
        ):
            group = f"callcenter_crm.group_{role}" if role else "base.group_user"
            self.users[login] = env["res.users"].create(
                {"name": login, "login": login, "password": login, "group_ids": [(4, env.ref(group).id)]}
            )
        team = env["callcenter.department"].create({"name": "Rec", "leader_id": self.users["rec_leader"].id})
        self.users["rec_mine"].callcenter_department_id = team
        call = env["callcenter.call"].create({"key": "rec-node:1", "user_id": self.users["rec_mine"].id})
        vals = {"node_id": node.id, "call_id": call.id, "call_key": call.key, "seconds": 1.0, "sha256": "ab"}
        self.good = env["callcenter.recording"].create({**vals, "path": "2026/a.wav"})
        self.gone = env["callcenter.recording"].create({**vals, "path": "2026/b.wav"})
        self.outside = env["callcenter.recording"].create({**vals, "path": "../secret"})

    def get(self, recording, login, **headers):
        self.authenticate(login, login)
        return self.url_open(
            f"/callcenter/recording/{recording if isinstance(recording, int) else recording.id}", headers=headers
        )

    def test_who_plays_or_downloads_is_written_down_once(self):
        for _piece in range(3):
            self.get(self.good, "rec_mine", Range="bytes=0-10")
        self.get(self.good, "rec_other")
        self.get(self.gone, "rec_mine")
        self.allow_download("rec_leader")
        answer = self.download("rec_leader")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        rows = self.env["callcenter.audit"].search(
            [("model", "=", "callcenter.recording"), ("res_id", "in", (self.good | self.gone).ids)], order="id"
        )
        who = rows.mapped(lambda row: (row.act, row.user_id.login, row.detail))
        wanted = [("play", "rec_mine", False), ("refuse", "rec_other", "play"), ("download", "rec_leader", False)]
        self.assertEqual(who, wanted)
        self.assertEqual(rows.mapped("res_id"), self.good.ids * 3)

    def download(self, login):
        self.authenticate(login, login)
        return self.url_open(f"/callcenter/recording/{self.good.id}?download=1")

    def allow_download(self, login):
        self.users[login].group_ids |= self.env.ref("callcenter_telephony.group_download")

    def test_who_may_hear_may_not_yet_download_and_the_try_is_written_down(self):
        for login in ("rec_mine", "rec_leader"):
            answer = self.download(login)
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn(SOUND, answer.content)
        rows = self.env["callcenter.audit"].search(
            [("model", "=", "callcenter.recording"), ("res_id", "in", (self.good | self.gone).ids)], order="id"
        )
        self.assertEqual(rows.mapped(lambda row: (row.act, row.detail)), [("refuse", "download")] * 2)
        self.allow_download("rec_other")
        self.assertEqual(self.download("rec_other").status_code, 403)

    def test_the_checksum_goes_with_the_file(self):
        digest = hashlib.sha256(SOUND)
        self.good.sha256 = digest.hexdigest()
        wanted = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        self.assertEqual(self.get(self.good, "rec_mine").headers["Repr-Digest"], wanted)

    def archived(self, **vals):
        """The recording lies in an archive now."""
        store = self.env["callcenter.recording.store"].create(
            {"name": "Disk", "folder": str(self.folder.parent / "old")}
        )
        (self.folder.parent / "old" / "2026").mkdir(parents=True)
        (self.folder / "2026" / "a.wav").rename(self.folder.parent / "old" / "2026" / "a.wav")
        self.good.write({"store_id": store.id, **vals})
        return store

    def test_what_was_moved_is_played_from_the_archive(self):
        self.archived()
        answer = self.get(self.good, "rec_mine")
        self.assertEqual((answer.status_code, answer.content), (200, SOUND))
        answer = self.get(self.good, "rec_mine", Range="bytes=10-19")
        self.assertEqual((answer.status_code, answer.content), (206, SOUND[10:20]))
        self.assertEqual(answer.headers["Content-Range"], f"bytes 10-19/{len(SOUND)}")
        self.assertEqual(self.get(self.good, "rec_mine", Range="bytes=1000-").content, SOUND[1000:])
        self.authenticate("rec_mine", "rec_mine")
        answer = self.url_open(f"/callcenter/recording/{self.good.id}", method="HEAD")
        self.assertEqual((answer.headers["Content-Length"], answer.content), (str(len(SOUND)), b""))
        self.assertEqual(self.get(self.good, "rec_other").status_code, 403)

    def test_an_archive_that_is_away_and_a_recording_that_was_deleted_are_told_apart(self):
        self.archived()
        with patch.object(FolderStore, "size", side_effect=StoreFault("The server cannot be reached")):
            self.assertEqual(self.get(self.good, "rec_mine").status_code, 503)
        self.good.deleted_at = "2026-01-01"
        self.assertEqual(self.get(self.good, "rec_mine").status_code, 410)

    def test_who_may_hear_hears(self):
        for login in ("rec_mine", "rec_leader"):
            answer = self.get(self.good, login)
            self.assertEqual((answer.status_code, answer.content), (200, SOUND))
            self.assertEqual(answer.headers["Content-Type"], "audio/wav")
            self.assertNotIn("2026", answer.headers.get("Content-Disposition", ""))

    def test_others_are_refused(self):
        for login in ("rec_other", "rec_none"):
            answer = self.get(self.good, login)
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn(SOUND, answer.content)

    def test_nobody_is_sent_to_the_login(self):
        self.authenticate(None, None)
        answer = self.url_open(f"/callcenter/recording/{self.good.id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_a_part_by_range(self):
        answer = self.get(self.good, "rec_mine", Range="bytes=10-19")
        self.assertEqual((answer.status_code, answer.content), (206, SOUND[10:20]))
        self.assertEqual(answer.headers["Content-Range"], f"bytes 10-19/{len(SOUND)}")

    def test_head_tells_the_size(self):
        self.authenticate("rec_mine", "rec_mine")
        answer = self.url_open(f"/callcenter/recording/{self.good.id}", method="HEAD")
        self.assertEqual((answer.status_code, answer.headers["Content-Length"]), (200, str(len(SOUND))))

    def test_what_is_not_there_is_told_apart(self):
        self.assertEqual(self.get(self.gone, "rec_mine").status_code, 410)
        self.assertEqual(self.get(2**30, "rec_mine").status_code, 404)

    def test_nothing_outside_the_folder_is_served(self):
        answer = self.get(self.outside, "rec_mine")
        self.assertEqual(answer.status_code, 410)
        self.assertNotIn(b"secret", answer.content)
        (self.folder / "2026" / "b.wav").symlink_to(self.folder.parent / "secret")
        self.assertEqual(self.get(self.gone, "rec_mine").status_code, 410)
