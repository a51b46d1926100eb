/** What a transfer costs on top of its amount (reference §4). A band holds up to and including `upTo` subunits. */
interface Band {
  upTo: number;
  fee: number;
}

const flat = (fee: number): readonly Band[] => [{ upTo: Number.MAX_SAFE_INTEGER, fee }];

const bands: Readonly<Record<string, readonly Band[]>> = {
  "NGN nuban": [
    { upTo: 500_000, fee: 1_000 },
    { upTo: 5_000_000, fee: 2_500 },
    { upTo: Number.MAX_SAFE_INTEGER, fee: 5_000 },
  ],
  "GHS mobile_money": flat(100),
  "GHS ghipss": flat(800),
  "KES mobile_money": [
    { upTo: 150_000, fee: 2_000 },
    { upTo: 2_000_000, fee: 4_000 },
    { upTo: Number.MAX_SAFE_INTEGER, fee: 6_000 },
  ],
  "KES mobile_money_business": flat(4_000),
};

/** The fee in subunits; 0 where Paystack publishes none (Kenyan and South African banks). */
export function transferFee(currency: string, recipientType: string, amount: number): number {
  const table = bands[`${currency} ${recipientType}`];
  return table?.find((band) => amount <= band.upTo)?.fee ?? 0;
}

const minimumTransfer: Readonly<Record<string, number>> = { NGN: 10_000 };

/** Smallest transfer in subunits; only Nigeria's is published. */
export function smallestTransfer(currency: string): number {
  return minimumTransfer[currency] ?? 1;
}
