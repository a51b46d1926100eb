import { z } from "zod";

export const PRESSURE_KINDS = ["asked_for_money", "entry_refused", "wrong_person", "other"] as const;
export const DETAILS_MAX_CHARACTERS = 500;

/**
 * Text that a person typed and that can be stored and shown: no half characters and no control characters but line
 * breaks and tabs. A database refuses some of them, and with them every row of their batch.
 */
export function isPrintable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text) && !/\p{Cc}/u.test(text.replaceAll(/[\n\r\t]/g, ""));
}

export const NOT_PRINTABLE = "Leave out characters that cannot be printed.";

/** “Report pressure”, as the form sends it. */
export const pressureReport = z.object({
  token: z.string().min(1).max(64),
  kind: z.enum(PRESSURE_KINDS, "Choose what happened."),
  details: z
    .string()
    .trim()
    .max(DETAILS_MAX_CHARACTERS, `Use at most ${DETAILS_MAX_CHARACTERS} characters.`)
    .refine(isPrintable, NOT_PRINTABLE)
    .transform((text) => text || null)
    .nullable(),
});

export type PressureReport = z.infer<typeof pressureReport>;

export const GUARD_STATUSES = ["draft", "active", "suspended", "left"] as const;
export type GuardStatus = (typeof GUARD_STATUSES)[number];

export const SHOWN_AS = ["name", "badge", "initials"] as const;
export type ShownAs = (typeof SHOWN_AS)[number];

/** What a guard may be written to in. */
export const GUARD_LANGUAGES = {
  en: "English",
  fr: "French",
  sw: "Swahili",
  pcm: "Pidgin",
  yo: "Yoruba",
  ha: "Hausa",
  tw: "Twi",
} as const;
export type GuardLanguage = keyof typeof GUARD_LANGUAGES;
const LANGUAGE_CODES = Object.keys(GUARD_LANGUAGES) as [GuardLanguage, ...GuardLanguage[]];

/** One line, without the spaces around it and with single ones inside. */
const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, " ");
const printableLine = (max: number) =>
  z.string().max(max, `Use at most ${max} characters.`).refine(isPrintable, NOT_PRINTABLE);

const required = (what: string, max: number) => z.string(what).transform(oneLine).pipe(printableLine(max).min(1, what));

const optional = (max: number) =>
  z
    .string()
    .transform(oneLine)
    .pipe(printableLine(max))
    .nullish()
    .transform((text) => text || null);

/** A guard, as the form sends it and as a row of an import has it. The phone is checked against its country elsewhere. */
export const guardDetails = z
  .object({
    firstName: required("Give the first name.", 60),
    lastName: required("Give the last name.", 60),
    employeeId: required("Give the employee id.", 40),
    badgeNumber: optional(24),
    phone: optional(32),
    language: z.enum(LANGUAGE_CODES, `Choose a language: ${LANGUAGE_CODES.join(", ")}.`),
    siteId: z.string("Choose a site.").min(1, "Choose a site.").max(64, "Choose a site."),
    shownAs: z.enum(SHOWN_AS, "Choose what patrons see: name, badge or initials."),
  })
  .refine(({ shownAs, badgeNumber }) => shownAs !== "badge" || badgeNumber !== null, {
    path: ["badgeNumber"],
    message: "Give a badge number, or choose something else for patrons to see.",
    when: ({ value }) => typeof (value as { badgeNumber?: unknown })?.badgeNumber !== "undefined",
  });

export type GuardDetails = z.infer<typeof guardDetails>;

/** What can be done about a guard's status, one action each. */
export const STATUS_CHANGES = ["activate", "suspend", "reinstate"] as const;
export type StatusChange = (typeof STATUS_CHANGES)[number];

export const GUARDS_AT_ONCE = 500;

/** Whom an action is about. */
export const guardIds = z
  .array(z.string().min(1).max(64).refine(isPrintable, NOT_PRINTABLE))
  .min(1, "Choose at least one guard.")
  .max(GUARDS_AT_ONCE, `Choose at most ${GUARDS_AT_ONCE} guards at once.`)
  .transform((ids) => [...new Set(ids)]);

export const PIN_DIGITS = 6;
const REASON = "Say why, in a few words.";

/** Where a guard's money is to go, as the form sends it: `bank:044` or `mobile_money:MTN`, and the number in any spelling. */
export const payoutAccountForm = z.object({
  destination: z
    .string("Choose the bank or wallet.")
    .regex(/^(?:bank|mobile_money):[\w.-]{1,40}$/, "Choose the bank or wallet."),
  number: z
    .string("Give the account number.")
    .trim()
    .min(4, "Give the account number.")
    .max(40, "Use at most 40 characters.")
    .regex(/^[\d\s().+-]*$/, "Use digits only."),
  holderName: optional(100),
  reason: optional(200),
  /** The holder's name as it was shown before saving; null when none was. */
  seenName: optional(200),
});
export type PayoutAccountForm = z.infer<typeof payoutAccountForm>;

/** Why a request or a change is stopped. */
export const stopReason = z.object({ reason: required(REASON, 200).pipe(z.string().min(3, REASON)) });

export const ACCOUNTS_AT_ONCE = 50;
export const accountIds = z
  .array(z.string().min(1).max(64).refine(isPrintable, NOT_PRINTABLE))
  .min(1, "Choose at least one request.")
  .max(ACCOUNTS_AT_ONCE, `Choose at most ${ACCOUNTS_AT_ONCE} requests at once.`)
  .transform((ids) => [...new Set(ids)]);

const pin = z.string(`Give the ${PIN_DIGITS} digits.`).regex(/^\d{6}$/, `A PIN has ${PIN_DIGITS} digits.`);

/** A guard's PIN, as typed to lift a hold. */
export const typedPin = z.object({ pin });

/** A new PIN: not one that everybody tries first. */
export const chosenPin = z
  .object({
    pin: pin.refine((digits) => !isEasyPin(digits), "This one is guessed first. Choose another."),
    pinAgain: z.string("Type it again.").min(1, "Type it again."),
  })
  .refine((typed) => typed.pin === typed.pinAgain, { path: ["pinAgain"], message: "The two are not the same." });

function isEasyPin(digits: string): boolean {
  const isRun = "01234567890123456789".includes(digits) || "98765432109876543210".includes(digits);
  return isRun || /^(\d{1,3})\1+$/.test(digits);
}
