/** What Paystack keeps of a charge (reference §6). Rates in basis points, sums in subunits. */
interface FeeRule {
  basisPoints: number;
  flat?: number;
  /** The flat part is waived on charges below this. */
  flatWaivedBelow?: number;
  cap?: number;
  vatPercent?: number;
}

type CurrencyRules = Readonly<Record<string, FeeRule>> & {
  readonly local: FeeRule;
};

const rules: Readonly<Record<string, CurrencyRules>> = {
  NGN: {
    local: {
      basisPoints: 150,
      flat: 10_000,
      flatWaivedBelow: 250_000,
      cap: 200_000,
    },
    international: { basisPoints: 390, flat: 10_000 },
    dedicated_nuban: { basisPoints: 100, cap: 30_000 },
  },
  USD: { local: { basisPoints: 390 } },
  GHS: { local: { basisPoints: 195 } },
  KES: {
    local: { basisPoints: 290 },
    mobile_money: { basisPoints: 150 },
    international: { basisPoints: 380 },
  },
  ZAR: {
    local: { basisPoints: 290, flat: 100, vatPercent: 15 },
    eft: { basisPoints: 200, vatPercent: 15 },
    international: { basisPoints: 310, flat: 100, vatPercent: 15 },
  },
  XOF: {
    local: { basisPoints: 320, vatPercent: 18 },
    mobile_money: { basisPoints: 195, vatPercent: 18 },
    international: { basisPoints: 380, vatPercent: 18 },
  },
};

export interface CollectionFee {
  /** What is kept, VAT included. */
  fee: number;
  /** The part before VAT, or null where no VAT applies. */
  beforeVat: number | null;
}

/** The fee on a charge of `amount` subunits, rounded up at each step. */
export function collectionFee(currency: string, channel: string, amount: number): CollectionFee {
  const table = rules[currency];
  const rule = table?.[channel] ?? table?.local;
  if (!rule) return { fee: 0, beforeVat: null };
  const flat = rule.flatWaivedBelow !== undefined && amount < rule.flatWaivedBelow ? 0 : (rule.flat ?? 0);
  const base = Math.min(Math.ceil((amount * rule.basisPoints) / 10_000) + flat, rule.cap ?? Number.MAX_SAFE_INTEGER);
  if (rule.vatPercent === undefined) return { fee: base, beforeVat: null };
  return {
    fee: Math.ceil((base * (100 + rule.vatPercent)) / 100),
    beforeVat: base,
  };
}

/** The smallest charge that leaves `requested` after the fee: what the payer sees when fees are passed on. */
export function chargeWithFeesPassedOn(currency: string, channel: string, requested: number): number {
  let charge = requested;
  for (;;) {
    const next = requested + collectionFee(currency, channel, charge).fee;
    if (next <= charge) return charge;
    charge = next;
  }
}
