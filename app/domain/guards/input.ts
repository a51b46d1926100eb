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
