import base64
import io

import numpy
import soundfile

from odoo import Command
from odoo.exceptions import UserError, ValidationError

from .common import TelephonyCase


def sound(seconds=1.0, rate=44100, channels=2, kind="FLAC"):
    samples = numpy.sin(numpy.arange(int(seconds * rate)) * 0.05)
    target = io.BytesIO()
    soundfile.write(target, numpy.column_stack([samples] * channels) * 0.5, rate, format=kind)
    return base64.b64encode(target.getvalue())


class TestFlow(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prompt = cls.env["callcenter.prompt"].create({"name": "Hello", "code": "hello", "upload": sound()})

    def step(self, code, kind="play", keys=None, **vals):
        choices = [Command.create({"key": key, "target_code": target}) for key, target in (keys or {}).items()]
        prompt = self.prompt.id if kind in ("play", "menu") else False
        vals = {"code": code, "name": code, "kind": kind, "prompt_id": prompt, "choice_ids": choices, **vals}
        return Command.create(vals)

    def flow(self, *steps):
        return self.env["callcenter.ivr.flow"].create(
            {"name": "Flow", "code": "flow", "node_id": self.node.id, "step_ids": list(steps)}
        )

    def refused(self, words, function, *args):
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            function(*args)

    def menu(self):
        return self.flow(
            self.step("hello", next_code="main", sequence=1),
            self.step("main", "menu", {"1": "help", "2": "bye"}, sequence=2, next_code="bye"),
            self.step("help", "queue", queue_id=self.queue.id, sequence=3),
            self.step("bye", "hangup", sequence=4),
        )

    def value(self, flow):
        return flow._flow_of(flow._graph())

    def faults(self, flow):
        return [(fault["step"], fault["field"], fault["message"]) for fault in flow.check_draft()]

    def test_a_flow_is_rendered_from_its_first_step(self):
        flow = self.menu()
        value = self.value(flow)
        self.assertEqual(
            (value.start, [step.code for step in value.steps]), ("hello", ["hello", "main", "help", "bye"])
        )
        self.assertEqual([(c.key, c.step) for c in value.steps[1].choices], [("1", "help"), ("2", "bye")])
        self.assertEqual((value.steps[0].prompt, value.steps[2].queue), ("hello", "help"))
        flow.start_code = "main"
        self.assertEqual(self.value(flow).start, "main")

    def test_keys_interrupt_a_greeting_unless_it_must_be_heard(self):
        flow = self.menu()
        self.assertTrue(self.value(flow).steps[0].keys_interrupt)
        flow.step_ids[0].keys_interrupt = False
        self.assertFalse(self.value(flow).steps[0].keys_interrupt)

    def test_a_draft_may_be_unfinished_and_its_faults_are_named(self):
        self.assertIn(("", "start", "The flow has no start: add a step."), self.faults(self.flow()))
        silent = self.env["callcenter.prompt"].create({"name": "Later", "code": "later"})
        other = self.env["callcenter.queue"].create({"name": "Old", "code": "old", "node_id": self.node.id})
        other.active = False
        flow = self.env["callcenter.ivr.flow"].create(
            {
                "name": "Draft",
                "code": "draft",
                "node_id": self.node.id,
                "step_ids": [
                    self.step("a", "menu", {"1": "gone", "2": "q"}, next_code="b"),
                    self.step("b", next_code="b2", prompt_id=silent.id),
                    self.step("b2", next_code="b"),
                    self.step("q", "queue", queue_id=other.id),
                    self.step("lost", "hangup"),
                    self.step("h", "hours", next_code=False),
                ],
            }
        )
        self.assertEqual(
            set(self.faults(flow)),
            {
                ("a", "exits", "The exit “1” leads to “gone”, which is no step of this flow."),
                ("b", "prompt_id", "The prompt “later” has no sound."),
                ("b", "exits", "A caller who does nothing goes round in a circle from here."),
                ("b2", "exits", "A caller who does nothing goes round in a circle from here."),
                ("q", "queue_id", "Queue: “old” does not exist any more, or is archived."),
                ("lost", "", "No way leads to this step."),
                ("h", "", "No way leads to this step."),
                ("h", "calendar_id", "Working hours is missing."),
                ("h", "exits", "The exit “In hours” leads nowhere."),
                ("h", "exits", "The exit “Closed” leads nowhere."),
            },
        )
        done = flow.publish()
        self.assertFalse(done["published"])
        self.assertEqual(len(done["faults"]), 10)
        self.assertFalse(flow.version_id)

    def test_callers_hear_what_is_published_and_can_go_back(self):
        flow = self.menu()
        did = self.env["callcenter.did"].create({"number": "4100", "node_id": self.node.id, "flow_id": flow.id})
        self.assertNotIn("4100", [one.number for one in self.node._node_config().dids])
        self.assertEqual(flow.publish("first"), {"published": 1, "faults": []})
        self.assertIn("4100", [one.number for one in self.node._node_config().dids])
        first = flow.version_id
        flow.step_ids[1].tries = 7
        self.assertTrue(flow.differs)
        self.assertEqual(self.node._node_config().flows[0].steps[1].tries, 3)
        flow.publish("second")
        self.assertEqual(self.node._node_config().flows[0].steps[1].tries, 7)
        self.assertEqual(flow.roll_back(first.id)["published"], 3)
        self.assertEqual(self.node._node_config().flows[0].steps[1].tries, 3)
        self.assertEqual(flow.step_ids[1].tries, 3, "a draft without changes of its own follows")
        self.assertFalse(flow.differs)
        self.assertEqual(flow.version_ids.mapped("note"), ["Back to version 1", "second", "first"])
        self.assertTrue(did)

    def test_going_back_leaves_a_changed_draft_alone(self):
        flow = self.menu()
        flow.publish()
        first = flow.version_id
        flow.step_ids[1].tries = 7
        flow.publish()
        flow.step_ids[1].tries = 8
        flow.roll_back(first.id)
        self.assertEqual(flow.step_ids[1].tries, 8)
        with self.assertRaises(UserError):
            flow.roll_back(first.id + 1_000_000)

    def test_only_publishing_configures_the_server(self):
        flow = self.menu()
        self.env.cr.precommit.run()
        self.env["callcenter.command"].search([]).unlink()
        flow.step_ids[1].tries = 7
        self.env.cr.precommit.run()
        self.assertFalse(self.commands("configure"))
        flow.publish()
        self.env.cr.precommit.run()
        self.assertEqual(len(self.commands("configure")), 1)

    def test_what_callers_are_led_to_cannot_be_archived(self):
        flow = self.menu()
        flow.publish()
        flow.step_ids[2].write({"kind": "hangup", "queue_id": False})
        self.refused("still sent to this queue", setattr, self.queue, "active", False)

    def test_the_flows_of_before_are_published_whole(self):
        flow = self.flow(self.step("hello", sequence=1))
        flow._publish_first()
        self.assertEqual(flow.check_draft(), [])
        self.assertEqual(
            [(step["code"], step["exits"]) for step in flow.version_id.graph["steps"]],
            [("hello", [{"key": "next", "target": "hang_up"}]), ("hang_up", [])],
        )

    def test_a_prompt_is_kept_as_the_telephone_plays_it(self):
        for kind, channels, rate in (("FLAC", 2, 44100), ("WAV", 1, 8000), ("OGG", 1, 16000), ("MP3", 2, 48000)):
            self.prompt.upload = sound(1.0, rate, channels, kind)
            data = base64.b64decode(self.prompt.wav)
            with soundfile.SoundFile(io.BytesIO(data)) as wav:
                self.assertEqual((wav.samplerate, wav.channels, wav.subtype), (8000, 1, "PCM_16"))
                self.assertAlmostEqual(wav.frames / 8000, 1.0, delta=0.1)
        self.assertAlmostEqual(self.prompt.seconds, 1.0, delta=0.1)

    def test_the_revision_follows_the_sound(self):
        old = self.prompt.revision
        self.prompt.name = "Other name"
        self.assertEqual(self.prompt.revision, old)
        self.prompt.upload = sound(0.5)
        self.assertNotEqual(self.prompt.revision, old)
        self.assertEqual(self.prompt._as_prompt().revision, self.prompt.revision)
        self.assertTrue(self.prompt._as_prompt().wav.startswith(b"RIFF"))

    def test_what_is_no_sound_is_refused(self):
        self.prompt.filename = "song.wav"
        for data in (b"no sound at all", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\x00" * 100, b"%PDF-1.4"):
            self.refused(
                r"not a sound.*song\.wav.*WAV, FLAC, OGG or MP3", self.prompt.write, {"upload": base64.b64encode(data)}
            )
        self.refused("up to ten minutes", self.prompt.write, {"upload": sound(601, 8000, 1)})
