import {expect, test} from "@odoo/hoot";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {timelineParts} from "@callcenter_crm/timeline/timeline";
import {TimelineRecording} from "@callcenter_telephony/player/timeline_recording";
import {defineCallCenterModels} from "./call_center_test_helpers";

defineCallCenterModels();

test("only a call with a recording has a player on the timeline", async () => {
    const {Component, isShown} = timelineParts.get("recording");
    expect(Component).toBe(TimelineRecording);
    expect([isShown({recording_id: 4}), isShown({recording_id: false}), isShown({})]).toEqual([true, false, false]);
    await mountWithCleanup(TimelineRecording, {props: {row: {recording_id: 4, recording_s: 62}}});
    expect("[data-cc=player]").toHaveText(/Play\s*01:02/);
});
