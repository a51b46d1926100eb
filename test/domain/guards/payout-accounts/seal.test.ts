import { describe, expect, test } from "vitest";
import { systemRandomness } from "#app/core/ids.ts";
import { hashPin, isPin } from "#app/domain/guards/payout-accounts/pin.ts";
import { fingerprintsOf, openNumber, sealNumber } from "#app/domain/guards/payout-accounts/seal.ts";

const OLD = { name: "old", secret: btoa("an old key that has 32 bytes....") };
const NEW = { name: "new", secret: btoa("a newer key that has 32 bytes...") };
const PLACE = {
  id: "pac-1",
  organisationId: "org-1",
  guardId: "guard-1",
  rail: "paystack",
  kind: "bank",
  destinationCode: "058",
  currency: "NGN",
  holderName: "OKAFOR EMEKA",
  nameCheck: "matched",
};
const NUMBER = "0123456789";
const seal = (keys: readonly (typeof OLD)[], place = PLACE, number = NUMBER) =>
  sealNumber(place, number, { keys, randomness: systemRandomness });

describe("a sealed number", () => {
  test("is opened for its own row, and for no other", async () => {
    const kept = await seal([NEW]);
    expect(kept.end).toBe("6789");
    expect(await openNumber(PLACE, kept, [NEW])).toBe(NUMBER);
    for (const field of Object.keys(PLACE) as (keyof typeof PLACE)[]) {
      expect(await openNumber({ ...PLACE, [field]: "other" }, kept, [NEW])).toBeNull();
    }
    expect(await openNumber(PLACE, { ...kept, end: "0000" }, [NEW])).toBeNull();
    expect(await openNumber(PLACE, { ...kept, fingerprints: ["0"] }, [NEW])).toBeNull();
    expect(await openNumber(PLACE, kept, [OLD])).toBeNull();
  });

  test("is opened after a rotation as long as its key is kept", async () => {
    const kept = await seal([OLD]);
    expect(await openNumber(PLACE, kept, [NEW, OLD])).toBe(NUMBER);
  });
});

describe("fingerprints", () => {
  const overlap = (one: string[], other: string[]) => one.some((each) => other.includes(each));

  test("of one account overlap across a rotation, whichever row is older, and tell two accounts apart", async () => {
    const before = await seal([OLD], { ...PLACE, id: "pac-0", guardId: "guard-0" });
    const during = await seal([NEW, OLD]);
    const after = await seal([NEW], { ...PLACE, id: "pac-2", guardId: "guard-2" });
    expect(overlap(before.fingerprints, during.fingerprints)).toBe(true);
    expect(overlap(during.fingerprints, after.fingerprints)).toBe(true);
    const another = await seal([NEW, OLD], PLACE, "0123456780");
    expect(overlap(during.fingerprints, another.fingerprints)).toBe(false);
    const anotherBank = await fingerprintsOf({ ...PLACE, destinationCode: "057" }, NUMBER, [NEW, OLD]);
    expect(overlap(during.fingerprints, anotherBank)).toBe(false);
  });
});

describe("a PIN's hash", () => {
  test("knows its PIN for its guard only, after a rotation too", async () => {
    const hash = await hashPin("402917", "guard-1", { keys: [OLD], randomness: systemRandomness });
    expect(await isPin("402917", hash, "guard-1", [NEW, OLD])).toBe(true);
    expect(await isPin("402918", hash, "guard-1", [NEW, OLD])).toBe(false);
    await expect(isPin("402917", hash, "guard-2", [NEW, OLD])).rejects.toThrow();
  });
});
