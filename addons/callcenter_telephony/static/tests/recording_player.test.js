import {describe, expect, test} from "@odoo/hoot";
import {manuallyDispatchProgrammaticEvent, press, queryAll, queryOne} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, mountWithCleanup, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {RecordingPlayer} from "@callcenter_telephony/player/recording_player";
import {defineCallCenterModels, setUpCallCenter} from "./call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

async function start(props = {}) {
    setUpCallCenter();
    await mountWithCleanup(RecordingPlayer, {props: {recordingId: 4, seconds: 62, ...props}, noMainContainer: true});
    return queryOne("audio");
}

test("nothing is fetched before the first play, then it plays from the recording's address", async () => {
    const audio = await start();
    let plays = 0;
    patchWithCleanup(audio, {play: async () => plays++});
    expect(audio).not.toHaveAttribute("src");
    expect("[data-cc=player]").toHaveText(/Play\s*01:02/);
    await contains("[data-cc=play]").click();
    expect(audio).toHaveAttribute("src", "/callcenter/recording/4");
    expect(plays).toBe(1);
});

test("speed goes round, arrows jump five seconds within the recording", async () => {
    const audio = await start();
    patchWithCleanup(audio, {play: async () => {}});
    await contains("[data-cc=play]").click();
    await contains("[data-cc=speed]").click();
    expect("[data-cc=speed]").toHaveText("1.25×");
    expect(audio.playbackRate).toBe(1.25);
    await contains("[data-cc=play]").focus();
    await press("ArrowRight");
    await animationFrame();
    expect("[data-cc=player]").toHaveText(/00:05 \/ 01:02/);
    await press("ArrowLeft");
    await press("ArrowLeft");
    await animationFrame();
    expect("[data-cc=player]").toHaveText(/00:00 \/ 01:02/);
});

const FAILURES = [
    [403, "You may not listen to this recording."],
    [404, "The recording is not there."],
    [410, "The recording was deleted when its time was up."],
    [503, "The archive is not reached. Try again later."],
    [200, "The browser cannot play this recording."],
];

for (const [status, words] of FAILURES) {
    test(`an answer ${status} is said in words`, async () => {
        const audio = await start();
        onRpc("/callcenter/recording/4", () => new Response("", {status}), {pure: true});
        patchWithCleanup(audio, {
            play: async () => {
                throw new Error("no sound");
            },
        });
        Object.defineProperty(audio, "error", {value: {code: 4}});
        await contains("[data-cc=play]").click();
        await manuallyDispatchProgrammaticEvent(audio, "error");
        await animationFrame();
        expect("[data-cc=player-error]").toHaveText(words);
    });
}

const WAVE = {
    seconds: 60,
    lanes: [
        [0, 128, 255],
        [255, 0, 0],
    ],
    holds: [[15, 30]],
    pauses: [[45, 12]],
    may_download: false,
};

async function startLarge(wave = WAVE) {
    onRpc("callcenter.recording", "wave", ({args}) => {
        expect.step(`wave ${args[0]}`);
        return wave;
    });
    const audio = await start({large: true, seconds: 0});
    patchWithCleanup(audio, {play: async () => {}});
    return audio;
}

test("the picture comes from the server and no sound is fetched for it", async () => {
    const audio = await startLarge();
    expect.verifySteps(["wave 4"]);
    expect("[data-cc=waveform] canvas").toHaveCount(2);
    expect(audio).not.toHaveAttribute("src");
    expect("[data-cc=player]").toHaveText(/00:00 \/ 01:00/);
    const drawn = queryAll("[data-cc=waveform] canvas").map((canvas) =>
        canvas
            .getContext("2d")
            .getImageData(1200, 0, 1, 72)
            .data.some((value) => value > 0)
    );
    expect(drawn).toEqual([true, true]);
});

test("hold is shaded where it was, a pause is a line that says how long", async () => {
    await startLarge();
    expect("[data-cc=hold]").toHaveAttribute("style", /left: 25%; width: 25%/);
    expect("[data-cc=hold]").toHaveText("Hold 00:15");
    expect("[data-cc=pause]").toHaveAttribute("style", /left: 75%/);
    expect("[data-cc=pause]").toHaveAttribute("title", "Not recorded: 00:12");
    expect.verifySteps(["wave 4"]);
});

test("space plays, buttons and a click on the picture jump, speed keeps the pitch", async () => {
    const audio = await startLarge();
    let plays = 0;
    patchWithCleanup(audio, {play: async () => plays++});
    queryOne("[data-cc=player]").focus();
    await press(" ");
    expect(plays).toBe(1);
    expect(audio.preservesPitch).toBe(true);
    await contains("[data-cc=forward]").click();
    await contains("[data-cc=forward]").click();
    await contains("[data-cc=back]").click();
    expect("[data-cc=player]").toHaveText(/00:05 \/ 01:00/);
    await contains("[data-cc='speed-1.5']").click();
    expect(audio.playbackRate).toBe(1.5);
    expect("[data-cc='speed-1.5']").toHaveAttribute("aria-pressed", "true");
    await contains("[data-cc=waveform] .o_cc_lanes").click();
    expect("[data-cc=player]").toHaveText(/00:30 \/ 01:00/);
    expect.verifySteps(["wave 4"]);
});

test("who may not download sees no button for it", async () => {
    await startLarge();
    expect("[data-cc=download]").toHaveCount(0);
    expect.verifySteps(["wave 4"]);
});

test("who may download does", async () => {
    await startLarge({...WAVE, may_download: true});
    expect("[data-cc=download]").toHaveAttribute("href", "/callcenter/recording/4?download=1");
    expect.verifySteps(["wave 4"]);
});
