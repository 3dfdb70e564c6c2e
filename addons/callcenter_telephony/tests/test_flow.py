import base64
import io

import numpy
import soundfile

from odoo import Command
from odoo.exceptions import ValidationError

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
            self.step("main", "menu", {"1": "help", "2": "bye"}, sequence=2),
            self.step("help", "queue", queue_id=self.queue.id, sequence=3),
            self.step("bye", "hangup", sequence=4),
        )

    def test_a_flow_is_rendered_from_its_first_step(self):
        value = self.menu()._as_flow()
        self.assertEqual(
            (value.start, [step.code for step in value.steps]), ("hello", ["hello", "main", "help", "bye"])
        )
        self.assertEqual([(c.key, c.step) for c in value.steps[1].choices], [("1", "help"), ("2", "bye")])
        self.assertEqual((value.steps[0].prompt, value.steps[2].queue), ("hello", "help"))

    def test_keys_interrupt_a_greeting_unless_it_must_be_heard(self):
        flow = self.menu()
        self.assertTrue(flow._as_flow().steps[0].keys_interrupt)
        flow.step_ids[0].keys_interrupt = False
        self.assertFalse(flow._as_flow().steps[0].keys_interrupt)

    def test_mistakes_are_refused_with_the_step_named(self):
        self.refused("no start", self.flow)
        self.refused("“nowhere”, which is no step", self.flow, self.step("a", next_code="nowhere"))
        self.refused("has no choices", self.flow, self.step("a", "menu"))
        self.refused("no prompt", self.flow, self.step("a", prompt_id=False))
        self.refused("no queue", self.flow, self.step("a", "queue"))
        self.refused("No step leads to: b", self.flow, self.step("a"), self.step("b"))
        self.refused("circle", self.flow, self.step("a", next_code="b"), self.step("b", next_code="a"))
        self.refused("“gone”", self.flow, self.step("a", "menu", {"1": "gone"}))

    def test_a_step_that_others_need_cannot_go(self):
        flow = self.menu()
        self.refused("“help”", flow.step_ids.filtered(lambda step: step.code == "help").unlink)
        self.refused("“help”", flow.write, {"step_ids": [Command.delete(flow.step_ids[2].id)]})
        self.refused("“x”", flow.step_ids[1].choice_ids[0].write, {"target_code": "x"})

    def test_steps_may_change_together(self):
        flow = self.menu()
        main, helping = flow.step_ids[1], flow.step_ids[2]
        flow.write(
            {
                "step_ids": [
                    Command.update(
                        main.id, {"choice_ids": [Command.update(main.choice_ids[0].id, {"target_code": "care"})]}
                    ),
                    Command.update(helping.id, {"code": "care"}),
                ]
            }
        )
        self.assertEqual(flow._as_flow().steps[1].choices[0].step, "care")

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
