import {Reactive} from "@web/core/utils/reactive";

/** Which step is to have the keyboard; said again, it is given again. */
export class StepFocus extends Reactive {
    code = false;
    turn = 0;

    to(code) {
        this.code = code;
        this.turn++;
    }
}
