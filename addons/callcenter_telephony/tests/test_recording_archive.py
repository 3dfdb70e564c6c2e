import base64
import hashlib
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import settings
from ..archive import StoreFault
from ..archive.folder import FolderStore
from ..connector import wav
from ..connector.ledger import Batch
from ..connector.ports import Taken
from .common import NOON, TelephonyCase, answered_call

RAW = b"".join(bytes([value % 256, value // 256 % 128]) * 2 for value in range(8000))


class RecordingCase(TelephonyCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.here, self.there = self.root / "recordings", self.root / "archive"
        self.here.mkdir()
        self.there.mkdir()
        self.startPatcher(
            patch.object(settings, "read", lambda: {**settings.DEFAULTS, "recordings_dir": str(self.here)})
        )
        self.startPatcher(patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: 60.0))
        self.env["callcenter.recording.policy"].search([]).active = False
        self.archive = self.env["callcenter.recording.store"].create({"name": "Disk", "folder": str(self.there)})

    def taken(self, number=1, days=0, **more):
        """A recording of a call so many days ago, by the connector's own way in."""
        key, name = f"test-node:{number}.1", f"2026/{number}.wav"
        at = (fields.Datetime.now() - timedelta(days=days)).timestamp()
        raw = self.root / "one.raw"
        raw.write_bytes(RAW)
        self.store.write(Batch(calls=[answered_call(key, at=at)]))
        measured = wav.wrap(raw, self.here / name)
        about = {"expected": 1.0, "spans": [[at + 15, at + 16]], **more}
        self.store.recording_taken(Taken(key, name, *measured[:3], **{"peaks": measured[3], **about}))
        return self.env["callcenter.recording"].search([("call_key", "=", key)])

    def policy(self, **vals):
        return self.env["callcenter.recording.policy"].create(
            {"name": "Policy", "store_id": self.archive.id, "keep_days": 30, **vals}
        )

    def keep(self):
        self.env["callcenter.recording"]._cron_keep()


class TestRetention(RecordingCase):
    def test_what_is_due_is_moved_and_the_rest_stays(self):
        old, young = self.taken(1, days=31), self.taken(2, days=29)
        self.policy()
        self.keep()
        self.assertEqual((old.state, old.store_id, old.leftover), ("archived", self.archive, False))
        self.assertEqual((young.state, young.store_id.id), ("here", False))
        self.assertFalse((self.here / old.path).exists())
        self.assertTrue((self.here / young.path).exists())
        self.assertEqual(hashlib.sha256((self.there / old.path).read_bytes()).hexdigest(), old.sha256)
        self.assertEqual(b"".join(old._pieces())[:4], b"RIFF")

    def test_what_is_deleted_says_when_and_by_which_policy(self):
        archived, recording = self.taken(1, days=400), self.taken(2, days=400)
        policy = self.policy(delete_days=500)
        self.keep()
        policy.delete_days = 399
        self.keep()
        for one in archived, recording:
            self.assertEqual((one.state, one.policy_id, one.leftover), ("deleted", policy, False))
            self.assertTrue(one.deleted_at and one.sha256 and not one.peaks)
            self.assertIsNone(one._file())
        self.assertFalse(list(self.here.rglob("*.wav")) + list(self.there.rglob("*.wav")))
        with self.assertRaises(StoreFault):
            archived._pieces()

    def test_legal_hold_stops_deleting_and_not_moving(self):
        recording = self.taken(days=400)
        recording.with_user(self.users["manager"]).action_hold()
        policy = self.policy(delete_days=399)
        self.keep()
        self.assertEqual((recording.state, recording.legal_hold), ("archived", True))
        recording.with_user(self.users["manager"]).action_release()
        self.keep()
        self.assertEqual((recording.state, recording.policy_id), ("deleted", policy))

    def test_the_first_policy_that_fits_is_the_one(self):
        recording, message = self.taken(1, days=40), self.taken(2, days=40, kind="voicemail")
        self.policy(sequence=1, kind="voicemail", store_id=False, delete_days=10)
        self.policy(sequence=2, queue_ids=self.queue.ids, keep_days=50)
        self.policy(sequence=3, store_id=False, delete_days=1)
        self.keep()
        self.assertEqual((recording.state, message.state), ("here", "deleted"))

    def test_a_policy_of_a_campaign_is_for_its_calls_alone(self):
        recording, other = self.taken(1, days=40), self.taken(2, days=40)
        campaign = self.env["callcenter.campaign"].create({"name": "Spring"})
        recording.call_id.campaign_id = campaign
        self.policy(campaign_ids=campaign.ids)
        self.keep()
        self.assertEqual((recording.state, other.state), ("archived", "here"))

    def test_without_a_policy_nothing_goes(self):
        recording = self.taken(days=5000)
        self.keep()
        self.assertEqual(recording.state, "here")

    def test_an_archive_that_is_away_keeps_everything_and_says_so(self):
        first, second = self.taken(1, days=40), self.taken(2, days=40)
        self.policy()
        with patch.object(FolderStore, "put", side_effect=StoreFault("No space left on device")) as put:
            self.keep()
        self.assertEqual(put.call_count, 1)
        self.assertEqual(self.archive.problem, "No space left on device")
        self.assertEqual((first.state, second.state), ("here", "here"))
        self.assertTrue(first._file() and second._file())
        self.keep()
        self.assertEqual((first.state, second.state, self.archive.problem), ("archived", "archived", False))

    def test_a_copy_that_differs_is_no_copy(self):
        recording = self.taken(days=40)
        self.policy()
        (self.here / recording.path).write_bytes(b"RIFF other")
        self.keep()
        self.assertEqual(recording.state, "here")
        self.assertIn("differs", self.archive.problem)
        self.assertFalse(list(self.there.rglob("*.wav")))

    def test_cut_off_after_the_row_the_next_run_removes_the_file(self):
        recording = self.taken(days=40)
        self.policy()
        removed = type(recording)._remove_leftovers
        with patch.object(type(recording), "_remove_leftovers", lambda self: None):
            self.keep()
        self.assertEqual((recording.leftover, (self.here / recording.path).exists()), ("here", True))
        self.assertIsNotNone(removed)
        self.keep()
        self.assertEqual((recording.leftover, (self.here / recording.path).exists()), (False, False))

    def test_the_connector_that_takes_it_again_does_not_bring_it_back(self):
        recording = self.taken(days=40)
        self.policy()
        self.keep()
        self.store.recording_taken(Taken(recording.call_key, recording.path))
        self.assertEqual((recording.state, bool(recording.sha256)), ("archived", True))

    def test_moved_before_deleted(self):
        with self.assertRaises(ValidationError):
            self.policy(delete_days=30)


class TestIntegrity(RecordingCase):
    def check(self):
        self.env["callcenter.recording"]._cron_check()

    def test_what_is_as_it_was_is_checked_once_a_month(self):
        recording = self.taken()
        self.node.check_percent = 100
        self.check()
        at = recording.checked_at
        self.assertTrue(at and not recording.fault)
        with patch.object(type(recording), "_check_files", side_effect=AssertionError):
            self.check()

    def test_a_changed_and_a_missing_file_are_found_here_and_in_the_archive(self):
        here, gone, archived = (self.taken(number, days=days) for number, days in ((1, 0), (2, 0), (3, 40)))
        self.policy()
        self.keep()
        self.node.check_percent = 100
        data = bytearray((self.here / here.path).read_bytes())
        data[100] ^= 1
        (self.here / here.path).write_bytes(data)
        (self.here / gone.path).unlink()
        (self.there / archived.path).unlink()
        self.check()
        self.assertEqual([one.fault for one in (here, gone, archived)], ["changed", "missing", "missing"])
        self.assertEqual(self.node.damaged_count, 3)
        found = self.env["callcenter.recording"].search(self.node.action_damaged()["domain"])
        self.assertEqual(found, here | gone | archived)

    def test_a_share_of_all_those_first_that_waited_longest(self):
        recordings = self.env["callcenter.recording"].union(*(self.taken(number) for number in range(1, 5)))
        self.node.check_percent = 50
        self.check()
        first = recordings.filtered("checked_at")
        self.assertEqual(len(first), 2)
        first.checked_at = fields.Datetime.now() - timedelta(days=40)
        self.check()
        self.assertEqual(len(recordings.filtered("checked_at")), 4)

    def test_by_hand_for_managers(self):
        recording = self.taken()
        with self.assertRaises(AccessError):
            recording.with_user(self.agent).action_check()
        self.assertEqual(recording.with_user(self.users["manager"]).action_check()["params"]["type"], "success")
        self.assertTrue(recording.checked_at)

    def test_an_archive_that_is_away_says_nothing_of_its_files(self):
        recording = self.taken(days=40)
        self.policy()
        self.keep()
        with patch.object(FolderStore, "read", side_effect=StoreFault("The server cannot be reached")):
            recording._check_files()
        self.assertEqual((recording.fault, self.archive.problem), (False, "The server cannot be reached"))


class TestStore(RecordingCase):
    def test_the_secret_is_nobody_s_to_read(self):
        vals = {"name": "S3", "kind": "s3", "endpoint": "s3.example.com", "bucket": "b", "access_key": "AK"}
        store = (
            self.env["callcenter.recording.store"]
            .with_user(self.users["admin"])
            .create({**vals, "new_secret": "hush-hush"})
        )
        self.env.flush_all()
        self.assertEqual((store.has_secret, store.new_secret), (True, False))
        for user in (self.users["admin"], self.env.ref("base.user_admin")):
            mine = store.with_user(user)
            for attack in (
                lambda mine=mine: mine.read(["secret"]),
                lambda mine=mine: mine.search([("secret", "like", "hush%")]),
                lambda mine=mine: mine.read_group([], ["secret"], ["secret"]),
                lambda mine=mine: mine.export_data(["secret"]),
                lambda mine=mine: mine.write({"secret": "mine"}),
            ):
                with self.assertRaises(AccessError):
                    attack()
            self.assertNotIn("hush", json.dumps(mine.read(), default=str))
            self.assertNotIn("hush", json.dumps(mine.copy_data(), default=str))
        self.env["callcenter.audit"]._write_pending()
        rows = self.env["callcenter.audit"].search([("model", "=", store._name)])
        self.assertFalse([row for row in rows if "hush" in (row.detail or "")])
        self.assertEqual(store.sudo().secret, "hush-hush")

    def test_only_business_admins_have_archives(self):
        for user in (self.agent, self.users["leader"], self.users["manager"]):
            with self.assertRaises(AccessError):
                self.archive.with_user(user).read(["name"])
        self.assertEqual(self.archive.with_user(self.users["admin"]).action_check()["params"]["type"], "success")

    def test_try_it_says_what_is_wrong(self):
        self.there.rmdir()
        self.assertEqual(self.archive.action_check()["params"]["message"], "No such file or directory")
        self.assertTrue(self.archive.problem)

    def test_an_archive_within_the_folder_of_new_recordings_is_none(self):
        for folder in (self.here / "old", self.root):
            with self.assertRaises(ValidationError):
                self.archive.folder = str(folder)

    def test_a_place_with_recordings_stays_where_it_is(self):
        self.taken(days=40)
        self.policy()
        self.keep()
        with self.assertRaises(UserError):
            self.archive.folder = "/elsewhere"
        with self.assertRaises(ValidationError):
            self.archive.unlink()

    def test_nothing_outside_the_archive_is_read(self):
        (self.root / "secret").write_bytes(b"secret")
        (self.there / "link.wav").symlink_to(self.root / "secret")
        for path in ("../secret", "link.wav", "/etc/passwd"):
            with self.assertRaises(StoreFault):
                FolderStore(self.there).read(path)


class TestWave(RecordingCase):
    """The picture and what happened in it, in the seconds of the file."""

    def test_pauses_and_holds_in_the_seconds_of_the_file(self):
        at = fields.Datetime.now().timestamp()
        recording = self.taken(
            spans=[[at + 15, at + 35], [at + 45, at + 65]], paused=[[at + 35, at + 45]], paused_by=["7001"]
        )
        call = recording.call_id
        call.leg_ids.filtered("hold").hold = [[at + 20, at + 30], [at + 40, at + 50]]
        wave = recording.with_user(self.agent).wave()
        self.assertEqual(wave["pauses"], [[20.0, 10.0]])
        self.assertEqual(wave["holds"], [[5.0, 15.0], [20.0, 25.0]])
        self.assertEqual((len(wave["lanes"]), wave["seconds"]), (2, 1.0))
        self.assertEqual(recording.paused_s, 10.0)

    def test_the_picture_of_an_old_recording_is_made_once(self):
        recording = self.taken(peaks=b"")
        self.assertFalse(recording.peaks)
        lanes = recording.with_user(self.agent).wave()["lanes"]
        self.assertEqual(len(lanes[0]), 20)
        self.assertEqual(list(base64.b64decode(recording.peaks))[:20], lanes[0])
        with patch.object(wav, "measure", side_effect=AssertionError):
            recording.wave()

    def test_nobody_else_s(self):
        recording = self.taken()
        for attack in ("wave", "action_check", "action_hold"):
            with self.assertRaises(AccessError):
                getattr(recording.with_user(self.colleague), attack)()
        for name in ("peaks", "spans", "path", "sha256"):
            with self.assertRaises(AccessError):
                recording.with_user(self.colleague).read([name])
        mine = self.env["callcenter.recording"].with_user(self.colleague)
        self.assertFalse(mine.search([("id", "=", recording.id)]))
        self.assertFalse(mine._read_group([("id", "=", recording.id)], ["call_id"]))
        with self.assertRaises(AccessError):
            recording.with_user(self.agent).write({"deleted_at": NOON and fields.Datetime.now()})
        with self.assertRaises(AccessError):
            recording.with_user(self.users["admin"]).unlink()

    def test_shorter_than_the_call_and_missing_are_found(self):
        short, gone, good = self.taken(1, expected=9.0), self.taken(2), self.taken(3)
        gone.sha256 = False
        Recording = self.env["callcenter.recording"]
        mine = [("id", "in", (short | gone | good).ids)]
        self.assertEqual(Recording.search([("short", "=", True), *mine]), short)
        self.assertEqual(Recording.search([("missing", "=", True), *mine]), gone)
        self.assertEqual(Recording.search([("missing", "=", False), *mine]), short | good)

    def test_grouped_and_searched_by_what_the_call_says(self):
        recording = self.taken()
        groups = (
            self.env["callcenter.recording"]
            .with_user(self.users["manager"])
            .formatted_read_group([("id", "=", recording.id)], ["user_id", "queue_id", "recorded_at:day"], ["__count"])
        )
        self.assertEqual([row["user_id"][0] for row in groups], [self.agent.id])
        found = self.env["callcenter.recording"].search([("queue_id", "ilike", "help"), ("id", "=", recording.id)])
        self.assertEqual(found, recording)
