import { z } from "zod";

/** What can be printed, in the words that staff choose from. */
export const PRINT_KINDS = {
  a4: "Poster, A4",
  a6: "Small poster, A6",
  cr80: "Lanyard card, CR80",
  l7160: "Stickers, Avery L7160 (21 a sheet)",
  l7165: "Stickers, Avery L7165 (8 a sheet)",
  svg: "The code alone, SVG",
  png: "The code alone, PNG",
} as const;
export type PrintKindName = keyof typeof PRINT_KINDS;
const KIND_NAMES = Object.keys(PRINT_KINDS) as [PrintKindName, ...PrintKindName[]];

/** What is sent by e-mail: PDFs that any printer takes. */
export const MAILED_KINDS = ["a4", "a6", "cr80", "l7160", "l7165"] as const;

/** Up to so many codes are made while one waits; more become a job. */
export const PRINTED_AT_ONCE = 20;
export const PRINTED_AT_MOST = 5_000;
/** Guards that are picked one by one, as many as a page of their list holds: they stand in the address. */
export const PICKED_AT_MOST = 50;

const id = z.string().regex(/^[a-z0-9-]{1,64}$/);
/** A select with nothing chosen sends nothing, or an empty text. */
const optionalId = z
  .union([id, z.literal("")])
  .nullish()
  .transform((value) => value || null);

/** Whose codes: everybody who is active, or those of them who are narrowed down to. */
export const printSelection = z.object({
  /** These, when any are named. */
  guardIds: z.array(id).max(PICKED_AT_MOST, `Choose at most ${PICKED_AT_MOST} guards at once.`),
  siteId: id.nullable(),
  search: z.string().max(200),
});
export type PrintSelection = z.infer<typeof printSelection>;

/** A checkbox of a form: there or not. */
const ticked = z
  .union([z.literal("on"), z.boolean()])
  .optional()
  .transform((value) => value === "on" || value === true);

export const printOrder = z.object({
  kinds: z.array(z.enum(KIND_NAMES), "Choose what to print.").min(1, "Choose what to print.").max(KIND_NAMES.length),
  /** `together`: PDFs of many codes, for a printer. `apart`: files of each guard's own, in a folder a site. */
  layout: z.enum(["together", "apart"], "Choose how the files are made."),
  /** A whole sheet of stickers of each guard, rather than one sticker. */
  fillsSheets: ticked,
  cropMarks: ticked,
});
export type PrintOrder = z.infer<typeof printOrder>;

export const codeMessage = z
  .object({
    address: z.email("Give an e-mail address.").max(200),
    guardIds: z.array(id).max(PICKED_AT_MOST, `Choose at most ${PICKED_AT_MOST} guards at once.`).default([]),
    siteId: optionalId,
    kind: z.enum(MAILED_KINDS, "Choose what to send."),
  })
  .refine(({ guardIds, siteId }) => (guardIds.length === 0) !== (siteId === null), {
    path: ["siteId"],
    message: "Choose a site, or come here from a guard's page or from guards ticked in their list.",
  });
export type CodeMessage = z.infer<typeof codeMessage>;

export const NOTE_MAX_CHARACTERS = 300;

/** A sticker that is not ours, found at a site. */
export const swapReport = z.object({
  siteId: optionalId,
  /** What the code said, cut off where it is long. */
  found: z
    .string()
    .transform((text) => text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, " ").slice(0, 200))
    .catch(""),
  note: z.string().trim().max(NOTE_MAX_CHARACTERS, `Use at most ${NOTE_MAX_CHARACTERS} characters.`),
});
export type SwapReport = z.infer<typeof swapReport>;
