import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LAWS, type LawTitle } from "./tidy/laws.ts";
import { readTree, type Violation } from "./tidy/source.ts";

interface Exception {
  readonly law: LawTitle;
  readonly path: string;
  readonly why: string;
}

/** Files that may break a law, and why. It starts empty; an exception that nothing needs any more fails. */
const EXCEPTIONS: readonly Exception[] = [];

const tree = readTree(fileURLToPath(new URL("..", import.meta.url)));

for (const [law, check] of Object.entries(LAWS)) {
  test(law, () => {
    const excused = new Set(EXCEPTIONS.filter((exception) => exception.law === law).map(({ path }) => path));
    const found = check(tree);
    const broken = found.filter(({ path }) => !excused.has(path)).map(describeViolation);
    const stale = [...excused].filter((path) => !found.some((violation) => violation.path === path));
    const lines = [...broken, ...stale.map((path) => `${path} no longer needs its exception: remove it`)];
    if (lines.length > 0) expect.fail(`${law}:\n${lines.join("\n")}`);
  });
}

test("the tree that is checked is the whole house", () => {
  expect(tree.sources.map(({ path }) => path)).toContain("test/tidy.test.ts");
});

function describeViolation({ path, line, what, instead }: Violation): string {
  return `${path}:${line} ${what}: ${instead}`;
}
