/**
 * Stops on a state that must be impossible: the request fails with its id only, and the law is in the log of faults.
 * The message says the law that was broken and carries no personal data.
 */
export function assert(condition: unknown, law: string): asserts condition {
  if (!condition) throw new AssertionFault(law);
}

/** We are wrong: never shown to a person, always logged as an error. */
export class AssertionFault extends Error {
  override readonly name = "AssertionFault";
}
