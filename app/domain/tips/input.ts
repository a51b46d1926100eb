import { z } from "zod";
import { CURRENCY_CODES, type Currency } from "../../core/currency.ts";
import type { FieldError } from "../../core/errors.ts";
import { MAX_AMOUNT_MINOR, parseAmount, parseMinor } from "../../core/money.ts";
import { isPrintable, NOT_PRINTABLE } from "../guards/input.ts";

export const MESSAGE_MAX_CHARACTERS = 140;

/** A tip as every door hands it to startTip. Amounts in minor units; null means not given. */
export interface StartTip {
  token: string;
  amountMinor: bigint;
  currency: Currency;
  coversFee: boolean;
  message: string | null;
  /** Handed to the rail for its receipt; never stored. */
  email: string | null;
  /** One per attempt, chosen by the caller. */
  key: string;
}

const TOKEN = z.string().min(1, "Say which code this tip is for.").max(64, "This is not one of our codes.");
const EMAIL = z.email("This is not an e-mail address.").max(254, "This e-mail address is too long.");
const MESSAGE = z
  .string()
  .max(MESSAGE_MAX_CHARACTERS, `A message has at most ${MESSAGE_MAX_CHARACTERS} characters.`)
  .refine(isPrintable, NOT_PRINTABLE);

const AMOUNT_FORM = 'Send a positive whole number of minor units as a string, such as "100000" for ₦1,000.';

/** The body of POST /tips as JSON. Amounts are strings of minor units, as everywhere in the API. */
export const startTipJson = z.strictObject({
  token: TOKEN,
  amount: z.strictObject({
    minor: z
      .string(AMOUNT_FORM)
      .regex(/^[1-9]\d{0,14}$/, { error: AMOUNT_FORM, abort: true })
      .refine((text) => BigInt(text) <= MAX_AMOUNT_MINOR, "This is more than a tip can be."),
    currency: z.enum(CURRENCY_CODES, "This is not a currency we handle."),
  }),
  coversFee: z.boolean().default(false),
  message: MESSAGE.nullish(),
  email: EMAIL.nullish(),
});

/** What a form held, to show again when something needs another look. */
export type TipFormValues = Record<
  "amount" | "other" | "message" | "email" | "attempt" | "token" | "currency",
  string
> & {
  coversFee: boolean;
};

export type TipFormReading =
  | { ok: true; input: StartTip; values: TipFormValues }
  | { ok: false; errors: FieldError[]; values: TipFormValues };

/** Reads the page's form: `amount` is a preset in minor units or `other`, `other` is what a person typed, in units. */
export function readTipForm(form: FormData): TipFormReading {
  const values = readValues(form);
  const errors: FieldError[] = [];
  const currency = CURRENCY_CODES.find((code) => code === values.currency);
  if (!currency)
    errors.push({
      field: "currency",
      message: "Scan the code again: the page was incomplete.",
    });
  if (!/^[\x21-\x7e]{1,255}$/.test(values.attempt) || /^0+$/.test(values.attempt))
    errors.push({
      field: "attempt",
      message: "Scan the code again: the page was incomplete.",
    });
  const amountMinor = readAmount(values, currency ?? "NGN");
  if (amountMinor === null) {
    const field = values.amount === "other" || values.amount === "" ? "other" : "amount";
    errors.push({
      field,
      message: "Enter an amount in numbers, such as 1,000 or 1,000.50.",
    });
  }
  collect(errors, "token", TOKEN.safeParse(values.token));
  collect(errors, "message", MESSAGE.safeParse(values.message));
  if (values.email !== "") collect(errors, "email", EMAIL.safeParse(values.email));
  if (errors.length > 0 || !currency || amountMinor === null) return { ok: false, errors, values };
  const { token, coversFee, attempt: key } = values;
  const input = {
    token,
    amountMinor,
    currency,
    coversFee,
    message: values.message || null,
    email: values.email || null,
    key,
  };
  return { ok: true, input, values };
}

function readValues(form: FormData): TipFormValues {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim().slice(0, 2_000) : "";
  };
  return {
    token: text("token"),
    attempt: text("attempt"),
    currency: text("currency"),
    amount: text("amount"),
    other: text("other"),
    message: text("message"),
    email: text("email"),
    coversFee: text("covers_fee") === "yes",
  };
}

/** A typed amount counts when “other” is chosen, or when nothing else is. */
function readAmount(values: TipFormValues, currency: Currency): bigint | null {
  const custom = values.amount === "other" || values.amount === "";
  const minor = custom ? (parseAmount(values.other, currency)?.minor ?? null) : parseMinor(values.amount);
  return minor !== null && minor > 0n && minor <= MAX_AMOUNT_MINOR ? minor : null;
}

function collect(errors: FieldError[], field: string, result: z.ZodSafeParseResult<unknown>): void {
  if (!result.success)
    errors.push({
      field,
      message: result.error.issues[0]?.message ?? "This needs another look.",
    });
}
