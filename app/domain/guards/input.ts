import { z } from "zod";

export const PRESSURE_KINDS = ["asked_for_money", "entry_refused", "wrong_person", "other"] as const;
export const DETAILS_MAX_CHARACTERS = 500;

/** “Report pressure”, as the form sends it. */
export const pressureReport = z.object({
  token: z.string().min(1).max(64),
  kind: z.enum(PRESSURE_KINDS, "Choose what happened."),
  details: z
    .string()
    .trim()
    .max(DETAILS_MAX_CHARACTERS, `Use at most ${DETAILS_MAX_CHARACTERS} characters.`)
    .refine((text) => !text.includes("\u0000"), "Leave out characters that cannot be printed.")
    .transform((text) => text || null)
    .nullable(),
});

export type PressureReport = z.infer<typeof pressureReport>;
