/** The name of the constraint that a statement broke; null for every other fault. */
export function violatedConstraint(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { constraint } = cause as { constraint?: unknown };
    if (typeof constraint === "string" && constraint !== "") return constraint;
  }
  return null;
}
