import { DurableObject } from "cloudflare:workers";
import { systemClock } from "#app/core/time.ts";
import { takePlace, type Window } from "./counting.ts";

const STORED = "window";

/**
 * One exact counter: a fixed window for one key, such as an address or a code. Single-threaded by its nature, so no two
 * requests ever take the same last place. Kept in storage so that an eviction does not open the door again.
 */
export class Counter extends DurableObject {
  #window: Window | undefined;

  /** Counts one, and says how long to wait when the window is full; 0 means go on. */
  async take(limit: number, windowMs: number): Promise<number> {
    const now = systemClock.now().getTime();
    if (this.#window === undefined) {
      const stored = await this.ctx.storage.get<Window>(STORED);
      this.#window ??= stored;
    }
    const { window, waitMs } = takePlace(this.#window, { limit, windowMs }, now);
    const isNew = window.startedAt !== this.#window?.startedAt;
    this.#window = window;
    if (isNew) await this.ctx.storage.setAlarm(now + windowMs * 2);
    if (waitMs > 0) return waitMs;
    // The count in memory is the authority; the answer need not wait for the disk.
    void this.ctx.storage.put(STORED, this.#window, { allowUnconfirmed: true });
    return 0;
  }

  /** Forgets a key that nobody used for a while. */
  override async alarm(): Promise<void> {
    this.#window = undefined;
    await this.ctx.storage.deleteAll();
  }
}
