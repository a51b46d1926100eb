import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EXAMPLES, type Files } from "./examples.ts";
import { LAWS } from "./laws.ts";
import { type Law, readTree, treeOf, type Violation } from "./source.ts";

const laws: [string, Law][] = Object.entries(LAWS);
const examples = new Map(Object.entries(EXAMPLES));

describe.each(laws)("%s", (title, law) => {
  const example = examples.get(title);

  test("the law finds each place where it is broken, and says what to do instead", () => {
    const found = judge(law, example?.breaks ?? {});
    expect(found.map(({ path, line }) => `${path}:${line}`)).toEqual(example?.at);
    expect(found.every(({ what, instead }) => what.length > 0 && instead.length > 0)).toBe(true);
  });

  test("the law is silent where it is kept", () => {
    expect(judge(law, example?.keeps ?? {})).toEqual([]);
  });
});

test("without git the folder itself is the tree, less what is built or installed", () => {
  const root = mkdtempSync(join(tmpdir(), "tidy-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const path of ["app/root.tsx", "node_modules/left/index.ts", "build/worker.ts", "public/robots.txt"]) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "void 0;\n");
  }
  const tree = readTree(root);
  expect(tree.paths).toEqual(["app/root.tsx", "public/robots.txt"]);
  expect(tree.sources.map(({ path }) => path)).toEqual(["app/root.tsx"]);
});

function judge(law: Law, files: Files): Violation[] {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  return law(treeOf(Object.keys(files), texts));
}
