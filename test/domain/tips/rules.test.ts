import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "#app/core/errors.ts";
import type { GuardCard } from "#app/domain/qr/index.ts";
import type { StartTip } from "#app/domain/tips/input.ts";
import { messageFor, takesTips, termsOf } from "#app/domain/tips/rules.ts";

const CARD: GuardCard = {
  code: { id: "code-1", token: "TOKEN", serial: "S-1", active: true },
  guard: { id: "guard-1", displayName: "Emeka O.", badgeNumber: null, active: true, photoKey: null },
  site: { name: "Gate 2" },
  organisation: {
    id: "org-1",
    name: "Palmgate",
    country: "NG",
    currency: "NGN",
    timeZone: "Africa/Lagos",
    active: true,
    takesMessages: true,
  },
  policy: {
    version: 1,
    presetsMinor: [],
    minimumMinor: 10_000n,
    maximumMinor: 1_000_000n,
    platformFeeBps: 100,
    railFeeBearer: "guard",
    patronMayCoverFee: true,
  },
  fees: [
    {
      channel: "local",
      version: 1,
      percentBps: 150,
      flatMinor: 10_000n,
      flatFromMinor: 250_000n,
      capMinor: 200_000n,
      vatBps: 0,
    },
  ],
};
const TIP: StartTip = {
  token: "TOKEN",
  amountMinor: 50_000n,
  currency: "NGN",
  coversFee: false,
  message: null,
  email: null,
  key: "k",
};

function refusalOf(card: GuardCard, tip: Partial<StartTip>) {
  try {
    return termsOf(card, { ...TIP, ...tip });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, fields: error.fields.map(({ field }) => field) };
  }
}

describe("the terms of a tip", () => {
  test("charge what the patron gives, or more when they cover the fees, and name the platform's fee", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10_000n, max: 1_000_000n }), fc.boolean(), (amountMinor, coversFee) => {
        const terms = termsOf(CARD, { ...TIP, amountMinor, coversFee });
        expect(terms.platformFeeMinor).toBe(amountMinor / 100n);
        if (coversFee) expect(terms.chargeMinor > amountMinor).toBe(true);
        else expect(terms.chargeMinor).toBe(amountMinor);
      }),
    );
  });

  test("hold at both bounds and not beyond", () => {
    expect(refusalOf(CARD, { amountMinor: 10_000n })).toMatchObject({ chargeMinor: 10_000n });
    expect(refusalOf(CARD, { amountMinor: 1_000_000n })).toMatchObject({ chargeMinor: 1_000_000n });
    expect(refusalOf(CARD, { amountMinor: 9_999n })).toEqual({ code: "INVALID_INPUT", fields: ["amount"] });
    expect(refusalOf(CARD, { amountMinor: 1_000_001n })).toEqual({ code: "INVALID_INPUT", fields: ["amount"] });
  });

  test("are refused in another currency, and where the fee may not be covered", () => {
    expect(refusalOf(CARD, { currency: "KES" })).toEqual({ code: "INVALID_INPUT", fields: ["currency"] });
    const strict = { ...CARD, policy: { ...CARD.policy, patronMayCoverFee: false } };
    expect(refusalOf(strict, { coversFee: true })).toEqual({ code: "INVALID_INPUT", fields: ["coversFee"] });
  });

  test("are refused for a revoked code, and for a guard or an organisation that takes none now", () => {
    const parts = ["code", "guard", "organisation"] as const;
    for (const part of parts) {
      const card = { ...CARD, [part]: { ...CARD[part], active: false } };
      expect(takesTips(card)).toBe(false);
      expect(refusalOf(card, {})).toEqual({ code: part === "code" ? "CODE_UNKNOWN" : "GUARD_UNAVAILABLE", fields: [] });
    }
    expect(takesTips(CARD)).toBe(true);
  });
});

test("of a message nothing is kept where the organisation takes none", () => {
  const deaf = { ...CARD, organisation: { ...CARD.organisation, takesMessages: false } };
  expect(messageFor(CARD, { message: "Thank you" })).toBe("Thank you");
  expect(messageFor(deaf, { message: "Thank you" })).toBeNull();
});
