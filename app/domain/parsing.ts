import type { z } from "zod";
import { AppError } from "../core/errors.ts";

/** Reads a verb's input by its schema. Throws INVALID_INPUT, naming each field. */
export function parseInput<Output>(schema: z.ZodType<Output, unknown>, input: unknown): Output {
  const reading = schema.safeParse(input);
  if (reading.success) return reading.data;
  const fields = reading.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  throw new AppError("INVALID_INPUT", "Some fields need another look.", fields);
}
