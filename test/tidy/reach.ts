import { posix } from "node:path";
import ts from "typescript";
import type { Law, Source, Tree } from "./source.ts";

/** What a framework, a script or the test runner opens by itself. */
const ROOTS = [
  /^app\/(?:root\.tsx|entry\.[\w.]+)$/,
  /^app\/routes\/(?:[^/]+|[^/]+\/(?:route|index))\.tsx?$/,
  /^workers\/index\.ts$/,
  /^db\/[^/]+\.ts$/,
  /^[^/]+\.config\.ts$/,
  /^test\/(?:.*\/)?[^/]+\.(?:test|bench|config)\.tsx?$/,
  /\.d\.ts$/,
];
const ROOMS = /^(?:app|workers|db|test)\//;
const PATH_TO_SOURCE = /^[#./\w-][\w./$-]*\.tsx?$/;

/** A file that nothing opens is not part of the house. */
export const everyFileIsReached: Law = (tree) => {
  const sources = new Map(tree.sources.map((source) => [source.path, source]));
  const scripts = scriptsOf(tree);
  const waiting = tree.sources.filter(({ path }) => scripts.has(path) || ROOTS.some((root) => root.test(path)));
  const reached = new Set(waiting);
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    for (const next of neighbours(source, sources)) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return tree.sources
    .filter((source) => ROOMS.test(source.path) && !reached.has(source))
    .map(({ path }) => ({
      path,
      line: 1,
      what: "is reached by nothing",
      instead: "import it where it is needed, or remove it",
    }));
};

/** Files named by package.json, such as `tsx db/migrate.ts`. */
function scriptsOf(tree: Tree): Set<string> {
  const text = tree.files.find(({ path }) => path === "package.json")?.text ?? "";
  return new Set(text.match(/[\w./-]+\.tsx?\b/g));
}

/** What a file imports, and what it names in a string (a setup file in a config, a worker's URL, a script to spawn). */
function neighbours(source: Source, sources: ReadonlyMap<string, Source>): Source[] {
  const imported = source.imports.map(({ target }) => target);
  const named = source.nodes.flatMap((node) =>
    ts.isStringLiteralLike(node) && PATH_TO_SOURCE.test(node.text)
      ? [posix.join(posix.dirname(source.path), node.text), posix.normalize(node.text.replace(/^#/, ""))]
      : [],
  );
  return [...imported, ...named].flatMap((path) => find(path, sources) ?? []);
}

function find(path: string | undefined, sources: ReadonlyMap<string, Source>): Source | undefined {
  if (path === undefined) return undefined;
  const asWritten = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((candidate) => sources.has(candidate));
  return asWritten === undefined ? undefined : sources.get(asWritten);
}
