import { DurableObject } from "cloudflare:workers";
import { systemClock } from "#app/core/time.ts";

/** How many were counted in the window that began at `startedAt`. */
interface Window {
  startedAt: number;
  count: number;
}

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
    this.#window ??= await this.ctx.storage.get<Window>(STORED);
    if (!this.#window || now - this.#window.startedAt >= windowMs) {
      this.#window = { startedAt: now, count: 0 };
      await this.ctx.storage.setAlarm(now + windowMs * 2);
    }
    if (this.#window.count >= limit) return Math.max(1, this.#window.startedAt + windowMs - now);
    this.#window.count += 1;
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
