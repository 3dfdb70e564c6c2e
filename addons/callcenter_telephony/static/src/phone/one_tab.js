/**
 * One tab of the browser holds the phone; the others show what it does and pass their acts on to it.
 * The lock goes to the next tab when the holder is closed or reloaded.
 */
export class OneTab {
    /**
     * @param {string} name same for all tabs of one user
     * @param {{onMessage: (message: object) => void, onHeld: () => void}} handlers
     */
    constructor(name, {onMessage, onHeld}) {
        this.name = name;
        this.onHeld = onHeld;
        this.holds = false;
        this.channel = new BroadcastChannel(name);
        this.channel.onmessage = (event) => onMessage(event.data);
    }

    /** Waits in line for the lock; `onHeld` is called when this tab has it. */
    claim() {
        if (this.giveUp) {
            return;
        }
        const wait = new AbortController();
        const held = new Promise((resolve) => {
            this.giveUp = () => {
                wait.abort();
                resolve();
            };
        });
        navigator.locks
            .request(this.name, {signal: wait.signal}, () => {
                this.holds = true;
                this.onHeld();
                return held;
            })
            .catch((error) => {
                if (error.name !== "AbortError") {
                    throw error;
                }
            });
    }

    release() {
        this.holds = false;
        this.giveUp?.();
        this.giveUp = null;
    }

    send(message) {
        this.channel.postMessage(message);
    }
}
