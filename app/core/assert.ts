/**
 * Stops on a state that must be impossible: the request fails with its id only, and an alert is raised.
 * The message says the law that was broken and carries no personal data.
 */
export function assert(condition: unknown, law: string): asserts condition {
  if (!condition) throw new AssertionFault(law);
}

/** A switch that must be exhaustive ends here. */
export function unreachable(value: never): never {
  throw new AssertionFault(`unreachable: ${String(value)}`);
}

/** We are wrong: never shown to a person, always alerted. */
export class AssertionFault extends Error {
  override readonly name = "AssertionFault";
}
