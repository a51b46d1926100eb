import { AppError } from "../../core/errors.ts";
import { newPassword } from "./input.ts";
import { weaknessOf } from "./weak-passwords.ts";

/** Words that everybody here would guess. */
const HOUSE_WORDS = ["asante", "asanteapp"];

/** Throws INVALID_INPUT, naming the field, for a password that is too short, too long or too easily guessed. */
export function requireGoodPassword(password: string, about: readonly string[], field: string): void {
  const parsed = newPassword.safeParse(password);
  const message = parsed.success
    ? weaknessOf(password, [...HOUSE_WORDS, ...about])
    : (parsed.error.issues[0]?.message ?? "Choose another password.");
  if (message) throw new AppError("INVALID_INPUT", "The password was not changed.", [{ field, message }]);
}
