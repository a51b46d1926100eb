import { describe, expect, test } from "vitest";
import { hours, after as later, minutes } from "#app/core/time.ts";
import { ATTEMPTS_AT_MOST, reasonNotToSend, settlementOf } from "#app/domain/messages/rules.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const TRACE = { httpStatus: 500, tookMs: 1 };
const UNKNOWN = { status: "unknown", reason: "http_500", ...TRACE } as const;

describe("what becomes of a message", () => {
  test("one that was taken is sent, and one that was refused has failed, at whichever attempt", () => {
    for (let attempt = 1; attempt <= ATTEMPTS_AT_MOST; attempt++) {
      const sent = settlementOf({ status: "sent", id: "one", ...TRACE }, attempt, AT);
      expect(sent).toEqual({ status: "sent", next: null, note: "sent", providerId: "one" });
      const refused = settlementOf({ status: "refused", reason: "no", ...TRACE }, attempt, AT);
      expect(refused).toEqual({ status: "failed", next: null, note: "no", providerId: null });
    }
  });

  test("without a conclusive answer it is tried again after a minute, then ever more rarely, then given up", () => {
    const waits = Array.from({ length: ATTEMPTS_AT_MOST }, (_, i) => settlementOf(UNKNOWN, i + 1, AT)).map(
      ({ next }) => next && next.getTime() - AT.getTime(),
    );
    expect(waits[0]).toBe(minutes(1));
    expect(waits.at(-1)).toBeNull();
    const between = waits.slice(0, -1).map(Number);
    expect(between).toEqual([...between].sort((one, other) => one - other));
    expect(between).not.toContain(0);
  });

  test("all retries together come while the provider still knows the key", () => {
    let at = AT;
    for (let attempt = 1; attempt < ATTEMPTS_AT_MOST; attempt++) at = settlementOf(UNKNOWN, attempt, at).next ?? at;
    expect(at.getTime()).toBeLessThan(later(AT, hours(12)).getTime());
  });

  test("one whose link has expired is not sent, nor one whose senders never came back", () => {
    expect(reasonNotToSend({ attempts: 1, expiresAt: null }, AT)).toBeNull();
    expect(reasonNotToSend({ attempts: 1, expiresAt: later(AT, 1) }, AT)).toBeNull();
    expect(reasonNotToSend({ attempts: 1, expiresAt: AT }, AT)).toBe("expired");
    expect(reasonNotToSend({ attempts: ATTEMPTS_AT_MOST, expiresAt: null }, AT)).toBeNull();
    expect(reasonNotToSend({ attempts: ATTEMPTS_AT_MOST + 1, expiresAt: null }, AT)).toBe("senders_lost");
  });
});
