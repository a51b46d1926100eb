import { posix } from "node:path";
import type { Law } from "./source.ts";

const ROOMS = /^(?:app|workers|db|test)\//;
const GENERATED = /^db\/migrations\//;
const SAYS_NOTHING = new Set(["util", "utils", "helper", "helpers", "common", "misc", "lib"]);
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** Remix's flat routes: dots nest, `$` is a parameter, `_` hides, `()` is optional, `[]` escapes. */
const FLAT_ROUTE = /^(?:[a-z0-9]|[-._()[\]]|\$[A-Za-z0-9]*)+$/;

/** Every entry the top of the repository may have, besides dot-files: and it has them all. */
const TOP = [
  ...["app", "workers", "db", "public", "test"],
  ...["wrangler.toml", "package.json", "package-lock.json", "tsconfig.json", "drizzle.config.ts", "vite.config.ts"],
  ...["README.md", "LICENSE"],
];

/** Which folder each folder of tests answers for. */
const MIRRORS: Record<string, string> = {
  core: "app/core",
  domain: "app/domain",
  rails: "app/rails",
  channels: "app/channels",
  components: "app/components",
  routes: "app/routes",
  workers: "workers",
  db: "db",
};

export const namesSaySomething: Law = (tree) =>
  tree.paths
    .filter((path) => ROOMS.test(path) && path.split(/[/.\-_$]/).some((word) => SAYS_NOTHING.has(word.toLowerCase())))
    .map((path) => ({
      path,
      line: 1,
      what: "has a name that would fit any file",
      instead: "name it after what it knows; no utils, helpers, common, misc or lib",
    }));

export const namesAreKebabCase: Law = (tree) =>
  tree.paths
    .filter((path) => ROOMS.test(path) && !GENERATED.test(path) && !path.split("/").every(wellNamed(path)))
    .map((path) => ({
      path,
      line: 1,
      what: "is not in kebab-case",
      instead: "lower-case words joined by hyphens; only routes may carry $ and _",
    }));

function wellNamed(path: string): (segment: string) => boolean {
  const pattern = path.startsWith("app/routes/") ? FLAT_ROUTE : KEBAB;
  return (segment) => segment.startsWith(".") || segment === "README.md" || pattern.test(segment);
}

export const topLevelIsTheMap: Law = (tree) => {
  const found = new Set(tree.paths.map((path) => path.split("/")[0] ?? ""));
  const extra = [...found].filter((name) => !name.startsWith(".") && !TOP.includes(name));
  const missing = TOP.filter((name) => !found.has(name));
  return [
    ...extra.map((path) => ({ path, line: 1, what: "is not on the map", instead: "give it a room (house.md §1)" })),
    ...missing.map((path) => ({ path, line: 1, what: "is missing", instead: "the map of house.md §1 promises it" })),
  ];
};

export const testsMirrorTheTree: Law = (tree) => {
  const folders = new Set(tree.paths.flatMap(foldersAbove));
  return tree.paths.flatMap((path) => {
    const [, place = "", ...inside] = posix.dirname(path).split("/");
    const mirrored = path.startsWith("test/") ? MIRRORS[place] : undefined;
    if (mirrored === undefined) return [];
    const tested = posix.join(mirrored, ...inside);
    if (folders.has(tested)) return [];
    return [{ path, line: 1, what: `tests ${tested}, which is not there`, instead: "put it beside what it tests" }];
  });
};

function foldersAbove(path: string): string[] {
  const above = posix.dirname(path);
  return above === "." ? [] : [above, ...foldersAbove(above)];
}
