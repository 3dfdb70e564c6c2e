from ..connector.notices import REASONS, SENTENCES, notice
from .common import TelephonyCase

VALUES = {"address": "127.0.0.1:5038", "user": "connector", "reason": "Connection refused", "name": "demo:1.1"}
VALUES |= {"file": "1.1-1.raw", "folder": "/recordings", "free_mb": 7, "count": 2}
START = "Start Asterisk, or correct its address in the settings file."


class TestNodeMessages(TelephonyCase):
    """What the connector says shows on the server's form in the language of who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.english, cls.chinese = cls.users["leader"], cls._new_user("cc_chinese", "leader")
        cls.english.lang, cls.chinese.lang = "en_US", "zh_CN"

    def tell(self, *rows):
        self.store.heartbeat({"linked": False, "messages": list(rows)})

    def row(self, code, **values):
        told = notice(code, **values)
        return {"code": code, "values": values, "text": told.text, "since": 1.0}

    def seen_by(self, user):
        """Read the form's field as the web client does, in the language of ``user``."""
        node = self.node.with_user(user).with_context(lang=user.lang)
        return node.read(["status_message"])[0]["status_message"]

    def test_each_reads_the_message_in_the_own_language(self):
        self.tell(
            self.row("ami_link", address="127.0.0.1:5038", reason="Connection refused"),
            self.row("disk", free_mb=7, folder="/node"),
        )
        self.assertEqual(
            self.seen_by(self.english).split("\n"),
            [
                "Asterisk at 127.0.0.1:5038 cannot be reached: Connection refused. " + START,
                "The disk of running calls is nearly full: 7 MB left in /node. Free space or enlarge the disk.",
            ],
        )
        self.assertEqual(
            self.seen_by(self.chinese).split("\n"),
            [
                "无法连接 127.0.0.1:5038 上的 Asterisk：连接被拒绝。请启动 Asterisk，或在设置文件中更正其地址。",
                "存放进行中通话的磁盘即将写满：/node 仅剩 7 MB。请释放空间或扩容磁盘。",
            ],
        )

    def test_every_sentence_and_usual_reason_is_translated(self):
        for code in SENTENCES:
            with self.subTest(code=code):
                self.tell(self.row(code, **VALUES))
                chinese = self.seen_by(self.chinese)
                self.assertNotEqual(chinese, self.seen_by(self.english))
                self.assertRegex(chinese, "。$")
        for reason in REASONS:
            with self.subTest(reason=reason):
                self.tell(self.row("ami_link", address="a:1", reason=reason))
                self.assertNotIn(reason, self.seen_by(self.chinese))

    def test_a_message_of_another_version_of_the_connector_shows_its_text(self):
        for row in (
            {"code": "new", "text": "Something new.", "values": {"x": 1}},
            {"code": "disk", "text": "Something new.", "values": {"x": 1}},
            {"code": "disk", "text": "Something new."},
        ):
            with self.subTest(row=row):
                self.tell(row)
                self.assertEqual(self.seen_by(self.chinese), "Something new.")

    def test_what_a_stranger_named_is_no_template(self):
        self.tell(self.row("row", name="%(folder)s %s 100%"))
        self.assertIn("%(folder)s %s 100%", self.seen_by(self.chinese))
        self.assertIn("%(folder)s %s 100%", self.seen_by(self.english))

    def test_without_messages_there_is_nothing_to_see(self):
        self.tell()
        self.assertFalse(self.seen_by(self.chinese))
