import fc from "fast-check";
import { expect, test } from "vitest";
import sumsSource from "#app/components/give-sums.js?raw";
import { giveTerms } from "#app/components/give-terms.ts";
import { CURRENCY_CODES, type Currency } from "#app/core/currency.ts";
import { formatMoney, MAX_AMOUNT_MINOR, money, parseAmount } from "#app/core/money.ts";
import { chargeCoveringFees, estimateNet, type FeePolicy, type FeeSchedule } from "#app/domain/organisations/index.ts";
import { messagesFor } from "#app/messages/index.ts";

/** The functions of the page's script, as the page runs them: the terms come from the page's JSON. */
interface Sums {
  netOf(terms: unknown, amount: number, charge: number): number;
  chargeCovering(terms: unknown, amount: number): number | null;
  betterBelow(terms: unknown, amount: number): number | null;
  readAmount(terms: unknown, text: string): number | null;
  sayAmount(terms: unknown, minor: number): string;
}

type Terms = FeePolicy & { schedules: FeeSchedule[] };

const names = "{ netOf, chargeCovering, betterBelow, readAmount, sayAmount }";
const sums = new Function(`${sumsSource.replaceAll("export ", "")}; return ${names};`)() as Sums;

const NIGERIA: Terms = {
  railFeeBearer: "guard",
  platformFeeBps: 0,
  schedules: [
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

const schedule = fc.record({
  channel: fc.constant("local"),
  version: fc.constant(1),
  percentBps: fc.integer({ min: 0, max: 1_000 }),
  flatMinor: fc.bigInt({ min: 0n, max: 50_000n }),
  flatFromMinor: fc.bigInt({ min: 0n, max: 1_000_000n }),
  capMinor: fc.option(fc.bigInt({ min: 0n, max: 500_000n })),
  vatBps: fc.integer({ min: 0, max: 2_000 }),
});

const feeTerms: fc.Arbitrary<Terms> = fc.record({
  railFeeBearer: fc.constantFrom("guard", "organisation"),
  platformFeeBps: fc.integer({ min: 0, max: 2_000 }),
  schedules: fc.array(schedule, { minLength: 1, maxLength: 3 }),
});

const amount = fc.oneof(fc.bigInt({ min: 1n, max: 1_000_000n }), fc.bigInt({ min: 1n, max: MAX_AMOUNT_MINOR }));

/** Terms with an amount, often one where a flat fee sets in, or beside it. */
const situation = feeTerms.chain((terms) => {
  const edges = terms.schedules.flatMap(({ flatFromMinor: edge }) => [edge - 1n, edge, edge + 1n]);
  const atEdge = fc.constantFrom(1n, ...edges.filter((edge) => edge > 0n));
  return fc.record({ terms: fc.constant(terms), minor: fc.oneof(amount, atEdge) });
});

test("the page's script nets and covers exactly as the server does", () => {
  fc.assert(
    fc.property(situation, ({ terms, minor }) => {
      const page = termsOnPage(terms);
      const charge = chargeCoveringFees(terms.schedules, terms, minor);
      expect(sums.chargeCovering(page, Number(minor))).toBe(Number(charge));
      for (const charged of [minor, charge]) {
        const net = estimateNet(terms.schedules, terms, minor, charged);
        expect(sums.netOf(page, Number(minor), Number(charged))).toBe(Number(net));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a smaller amount is only proposed when it nets the guard more, and is one that may be given", () => {
  fc.assert(
    fc.property(situation, ({ terms, minor }) => {
      const better = sums.betterBelow(termsOnPage(terms), Number(minor));
      if (better === null) return;
      const net = (of: bigint) => estimateNet(terms.schedules, terms, of, of);
      expect(better).toBeGreaterThanOrEqual(100);
      expect(net(BigInt(better)) > net(minor)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("in Nigeria 2,499 is proposed in place of 2,550, and nothing in place of 2,650", () => {
  const page = termsOnPage(NIGERIA);
  expect(sums.betterBelow(page, 255_000)).toBe(249_900);
  expect(sums.betterBelow(page, 265_000)).toBeNull();
});

test("the page's script writes amounts as the server writes them, in every currency", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CURRENCY_CODES), amount, (currency, minor) => {
      const page = termsOnPage(NIGERIA, currency);
      expect(sums.sayAmount(page, Number(minor))).toBe(formatMoney(money(minor, currency)));
    }),
  );
});

test("the page's script reads what a person types as the server reads it", () => {
  const typed = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."0123456789,. ₦GH₵KShRFCA-e".split("")), maxLength: 14 }),
    fc.bigInt({ min: 0n, max: MAX_AMOUNT_MINOR }).map((minor) => formatMoney(money(minor, "GHS"))),
  );
  fc.assert(
    fc.property(fc.constantFrom(...CURRENCY_CODES), typed, (currency, text) => {
      const read = sums.readAmount(termsOnPage(NIGERIA, currency), text);
      const isTooMuch = read !== null && read > Number(MAX_AMOUNT_MINOR);
      expect(isTooMuch ? null : read).toBe(numberOf(parseAmount(text, currency)?.minor));
    }),
    { numRuns: 2_000 },
  );
});

/** The terms as they reach the script: through the page's JSON. */
function termsOnPage(terms: Terms, currency: Currency = "NGN"): unknown {
  const bounds = { minimum: money(100n, currency), maximum: money(MAX_AMOUNT_MINOR, currency) };
  return JSON.parse(giveTerms({ terms, ...bounds }, messagesFor("en")));
}

function numberOf(minor: bigint | undefined): number | null {
  return minor === undefined ? null : Number(minor);
}
