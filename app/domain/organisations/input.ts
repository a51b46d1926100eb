import { z } from "zod";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { parseAmount } from "../../core/money.ts";

export const SITE_KINDS = ["gate", "estate", "mall", "office", "other"] as const;
export type SiteKind = (typeof SITE_KINDS)[number];
export const SITE_NAME_MAX_CHARACTERS = 80;

/** Text on one line that can be stored and shown: no half characters, no control characters. */
const LINE = /^[^\p{Surrogate}\p{Cc}]*$/u;
const NOT_PRINTABLE = "Leave out characters that cannot be printed.";

/** One line, without the spaces around it and with single ones inside. */
const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, " ");

/** What patrons read as the place. */
export const siteName = z
  .string("Give the site a name.")
  .transform(oneLine)
  .pipe(
    z
      .string()
      .min(1, "Give the site a name.")
      .max(SITE_NAME_MAX_CHARACTERS, `Use at most ${SITE_NAME_MAX_CHARACTERS} characters.`)
      .regex(LINE, NOT_PRINTABLE),
  );

/** A site, as its form sends it. */
export const siteDetails = z.object({
  name: siteName,
  kind: z.enum(SITE_KINDS, "Choose what kind of place it is."),
  address: z
    .string()
    .transform(oneLine)
    .pipe(z.string().max(200, "Use at most 200 characters.").regex(LINE, NOT_PRINTABLE))
    .nullish()
    .transform((text) => text || null),
});

export type SiteDetails = z.infer<typeof siteDetails>;

/** Languages that staff may name for an organisation and its guards; patrons read those that the catalogue has. */
export const LANGUAGES = {
  en: "English",
  fr: "French",
  sw: "Swahili",
  pcm: "Nigerian Pidgin",
  yo: "Yoruba",
  ha: "Hausa",
  tw: "Twi",
} as const;

/** Where guards can be tipped: each country's currency, a time zone to begin with, and whether the rail pays out there. */
export const COUNTRIES = {
  NG: { name: "Nigeria", currency: "NGN", timeZone: "Africa/Lagos", paysOut: true },
  KE: { name: "Kenya", currency: "KES", timeZone: "Africa/Nairobi", paysOut: true },
  GH: { name: "Ghana", currency: "GHS", timeZone: "Africa/Accra", paysOut: true },
  ZA: { name: "South Africa", currency: "ZAR", timeZone: "Africa/Johannesburg", paysOut: true },
  CI: { name: "Côte d’Ivoire", currency: "XOF", timeZone: "Africa/Abidjan", paysOut: false },
} as const satisfies Record<string, { name: string; currency: Currency; timeZone: string; paysOut: boolean }>;

export type Country = keyof typeof COUNTRIES;

/** Where a tenant may be taken in: tips that could not be paid out to the guards are not taken. */
export const COUNTRIES_TO_OFFER = (Object.keys(COUNTRIES) as Country[]).filter((code) => COUNTRIES[code].paysOut);

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** True for a time zone that the clock of this machine knows by a place: `Africa/Lagos`. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }) !== null;
  } catch {
    return false;
  }
}

const name = z
  .string("Give it a name.")
  .trim()
  .min(2, "Use at least 2 characters.")
  .max(80, "Use at most 80 characters.")
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), "Leave out characters that cannot be printed.");

const timeZone = z.string("Choose a time zone.").refine(isTimeZone, "Choose a time zone such as Africa/Lagos.");

/** The general facts of an organisation, as the form sends them. */
export const organisationFacts = z.object({
  name,
  timeZone,
  language: z.enum(Object.keys(LANGUAGES) as [keyof typeof LANGUAGES], "Choose a language."),
  brandColour: z
    .string("Choose a colour.")
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, "Write the colour as # and six digits, such as #0f766e."),
});
export type OrganisationFacts = z.infer<typeof organisationFacts>;

/** A new tenant, as Asante's own people send it. */
export const newOrganisation = z.object({
  name,
  country: z.enum(COUNTRIES_TO_OFFER as [Country], "Choose a country."),
  timeZone,
  ownerEmail: z.email("Write an e-mail address such as ama@example.com.").max(254).toLowerCase(),
});
export type NewOrganisation = z.infer<typeof newOrganisation>;

/** A tenant suspended or reinstated, and why. */
export const tenantStatusChange = z.object({
  organisationId: z.string().min(1).max(64).regex(LINE),
  to: z.enum(["active", "suspended"]),
  reason: z
    .string("Say why, in a few words.")
    .transform(oneLine)
    .pipe(
      z.string().min(3, "Say why, in a few words.").max(200, "Use at most 200 characters.").regex(LINE, NOT_PRINTABLE),
    ),
});
export type TenantStatusChange = z.infer<typeof tenantStatusChange>;

const NOT_AN_AMOUNT = "Write an amount such as 500 or 1,500.50.";

const amountIn = (currency: Currency) =>
  z.string(NOT_AN_AMOUNT).transform((text, { addIssue }) => {
    const amount = parseAmount(text, currency);
    if (amount) return amount.minor;
    addIssue({ code: "custom", message: NOT_AN_AMOUNT });
    return z.NEVER;
  });

/** The version that a form was filled in on: another one meanwhile is not overwritten. */
const basedOn = z.coerce.number().int().min(0);
const checkbox = z.preprocess((value) => value === "on" || value === true, z.boolean());

/** What a patron is offered, as the form sends it: amounts as people of the currency write them. */
export const tipTerms = (currency: Currency) =>
  z.object({
    basedOn,
    /** In the form's order, with its empty fields. */
    presets: z
      .array(amountIn(currency).optional())
      .max(4, "Offer at most four amounts: more do not fit a phone.")
      .refine((presets) => presets.some((preset) => preset !== undefined), "Offer at least one amount."),
    minimum: amountIn(currency),
    maximum: amountIn(currency),
    railFeeBearer: z.enum(["guard", "organisation"], "Choose who bears the payment fee."),
    patronMayCoverFee: checkbox,
    /** Only Asante's own people may send it. In hundredths of a percent. */
    platformFeeBps: z.coerce
      .number("Write hundredths of a percent, 0 to 5000.")
      .int()
      .min(0)
      .max(5_000, "At most 5000, which is half.")
      .optional(),
  });

/** When guards are paid, as the form sends it. */
export const payoutTerms = (currency: Currency) =>
  z
    .object({
      basedOn,
      cadence: z.enum(["daily", "weekly", "threshold"], "Choose when guards are paid."),
      weekday: z.coerce.number().int().min(1).max(7).optional(),
      threshold: amountIn(currency).default(0n),
      /** As it was when it is not sent. */
      transferFeeBearer: z.enum(["guard", "organisation"], "Choose who bears the transfer fee.").optional(),
    })
    .superRefine(({ cadence, weekday, threshold }, { addIssue }) => {
      if (cadence === "weekly" && weekday === undefined) {
        addIssue({ code: "custom", path: ["weekday"], message: "Choose the day of the week." });
      }
      if (cadence === "threshold" && threshold === 0n) {
        addIssue({ code: "custom", path: ["threshold"], message: "Write the amount from which a guard is paid." });
      }
    });

/** What holds for refunds, as the form sends it. */
export const refundTerms = (currency: Currency) =>
  z.object({
    basedOn,
    checkAbove: amountIn(currency).default(0n),
    refundFeeBearer: z.enum(["reserve", "organisation"], "Choose who bears the payment fee of a refunded tip."),
    /** Only Asante's own people may send it. In hundredths of a percent of Asante's fee. */
    reserveBps: z.coerce
      .number("Write hundredths of a percent, 0 to 10000.")
      .int("Write a whole number, such as 2000 for 20 %.")
      .min(0, "At least 0.")
      .max(10_000, "At most 10000, which is the whole fee.")
      .optional(),
  });

export type TipTerms = z.infer<ReturnType<typeof tipTerms>>;
export type PayoutTerms = z.infer<ReturnType<typeof payoutTerms>>;

/** Reads a currency of ours out of a page's data, where it is plain text. */
export function currencyOf(text: string): Currency {
  return isCurrency(text) ? text : "NGN";
}

/** How well two colours stand apart, 1 to 21 (WCAG 2.2, contrast ratio). Colours as `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
