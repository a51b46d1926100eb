/** Two statements that waited for each other: the next try goes through (PostgreSQL appendix A, class 40). */
export const PASSES_BY_ITSELF = /^40/;

/** What the database said no with, without what it was about; of what core/errors.ts describes. */
export function lawOf(fault: Record<string, unknown>): string {
  return String(fault["law"] ?? fault["constraint"] ?? fault["code"] ?? fault["fault"]);
}
