import type { FieldError } from "#app/core/errors.ts";
import type { Money } from "#app/core/money.ts";
import type { Language } from "#app/messages/index.ts";

/** Everything the guard's page shows. Amounts are exact; the components make the sentences. */
export interface GuardView {
  language: Language;
  token: string;
  /** The key of this attempt: sending the form twice starts one tip. */
  attempt: string;
  guard: { displayName: string; badgeNumber: string | null; photoUrl: string | null };
  siteName: string;
  organisationName: string;
  presets: { amount: Money; net: Money }[];
  /** The preset that a script chooses beforehand. Without one nothing is chosen, so that a typed amount is never overruled. */
  suggestedMinor: bigint | null;
  terms: FeeTerms;
  minimum: Money;
  maximum: Money;
  mayCoverFee: boolean;
  /** There is a field for a message. */
  mayWrite: boolean;
  messageMaxCharacters: number;
  /** What the patron is to expect at the rail: the host, and the name written there. */
  checkout: { host: string; label: string };
  typed: TypedTip;
  notice: TipNotice | null;
  errors: readonly FieldError[];
}

/** The fees in force, for the list of fees and for the script's sums. Amounts in minor units. */
export interface FeeTerms {
  railFeeBearer: "guard" | "organisation";
  platformFeeBps: number;
  schedules: readonly {
    channel: string;
    percentBps: number;
    flatMinor: bigint;
    flatFromMinor: bigint;
    capMinor: bigint | null;
    vatBps: number;
  }[];
}

/** What the form holds, as a person left it. */
export interface TypedTip {
  amount: string;
  other: string;
  coversFee: boolean;
  message: string;
  email: string;
}

/** Why the form is shown again, apart from its fields. */
export type TipNotice = "stale" | "reused" | "limited" | "railSilent" | "unavailable";
