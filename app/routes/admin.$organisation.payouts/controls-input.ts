import { isCurrency } from "#app/core/currency.ts";
import { AppError } from "#app/core/errors.ts";
import { parseAmount } from "#app/core/money.ts";
import type { PayoutControls } from "#app/domain/payouts/index.ts";

type Wish = Omit<PayoutControls, "scope">;

/** What a form of the switch or the cap asks for, or what is wrong with the cap that was typed. Throws BAD_REQUEST. */
export function readControls(form: FormData): { wish: Wish; said: string } | { refused: Refused } {
  const currency = String(form.get("currency") ?? "");
  if (!isCurrency(currency)) throw new AppError("BAD_REQUEST", "The form names no currency that is known here.");
  switch (form.get("intent")) {
    case "resume":
      return { wish: { currency, isStopped: false }, said: "Payouts go on." };
    case "stop": {
      const stopReason = String(form.get("reason") ?? "").trim() || null;
      return { wish: { currency, isStopped: true, stopReason }, said: "Payouts are stopped. Nothing more is sent." };
    }
    case "cap": {
      const cap = String(form.get("cap") ?? "").trim();
      if (cap === "") return { wish: { currency, dailyCapMinor: null }, said: "There is no cap any more." };
      const amount = parseAmount(cap, currency);
      if (amount === null)
        return { refused: { currency, cap, error: "Type an amount such as 250,000, or leave it empty." } };
      return { wish: { currency, dailyCapMinor: amount.minor }, said: "The cap is set, and holds from now on." };
    }
    default:
      throw new AppError("BAD_REQUEST", "This form asks for something that is not known here.");
  }
}

export interface Refused {
  currency: string;
  cap: string;
  error: string;
}
