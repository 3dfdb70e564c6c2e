import {describe, expect, test} from "@odoo/hoot";
import {manuallyDispatchProgrammaticEvent, press, queryOne} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, mountWithCleanup, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {peaks} from "@callcenter_telephony/player/peaks";
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

test("the loudest sample of each slice makes the picture", () => {
    const samples = Float32Array.from([0, 0.5, -1, 0, 0.25, 0.25]);
    expect(peaks(samples, 3)).toEqual([0.5, 1, 0.25]);
    expect(peaks(Float32Array.from([]), 2)).toEqual([0, 0]);
});
