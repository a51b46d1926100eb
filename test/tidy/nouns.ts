import ts from "typescript";
import { eachImport, roomOf } from "./ladder.ts";
import { type Law, type Source, violation } from "./source.ts";
import { exportedFunctions } from "./syntax.ts";

/** The business in order: a noun may use only those before it. */
export const NOUNS = [
  "audit",
  "messages",
  "identity",
  "organisations",
  "guards",
  "qr",
  "ledger",
  "payments",
  "payouts",
  "reconciliation",
  "tips",
  "notifications",
  "analytics",
  "exports",
];

/** Every verb a noun may have (house.md §3). */
const READS = ["get", "find", "list"];
const WRITES = ["create", "update", "archive"];
const MONEY = ["start", "apply", "post", "void", "reverse", "settle", "release", "refund"];
const OUTSIDE = ["send", "deliver"];
export const VERBS = [...READS, ...WRITES, ...MONEY, ...OUTSIDE];

/** The noun and the file inside it, for a path such as `app/domain/qr/index.ts`. */
function nounOf(path: string | undefined): { noun: string; file: string } | undefined {
  const match = /^app\/domain\/([^/]+)\/(.+)$/.exec(path ?? "");
  return match?.[1] && match[2] ? { noun: match[1], file: match[2] } : undefined;
}

/** house.md §2, rule 3; what every noun stands on (context, ports) knows no noun at all. */
export const nounsLookUp: Law = (tree) =>
  eachImport(tree.sources, (source, { target }) => {
    const to = nounOf(target);
    if (!/^app\/domain\//.test(source.path) || to === undefined) return [];
    const from = nounOf(source.path);
    if (from === undefined) return [`${source.path} imports the noun ${to.noun}`, "nouns import it, not the reverse"];
    if (from.noun === to.noun) return [];
    if (NOUNS.indexOf(to.noun) < NOUNS.indexOf(from.noun)) return [];
    return [
      `${from.noun} imports ${to.noun}, which is below it`,
      "write an outbox event; subscriptions.ts reacts to it",
    ];
  });

export const everyNounHasItsPlace: Law = (tree) =>
  tree.sources.flatMap(({ path }) => {
    const place = nounOf(path);
    if (place === undefined || NOUNS.includes(place.noun)) return [];
    const instead = "name a noun of house.md §1, or give this one its place in test/tidy/nouns.ts";
    return [{ path, line: 1, what: `${place.noun} is not a noun of the house`, instead }];
  });

/** index.ts is a noun's contents page; input.ts its only file that a browser may see. */
export const nounsAreEnteredByTheirDoor: Law = (tree) =>
  eachImport(tree.sources, (source, { target, specifier }) => {
    const to = nounOf(target);
    const from = nounOf(source.path);
    if (to === undefined || roomOf(source.path) === "test" || from?.noun === to.noun) return [];
    const doors = from === undefined || from.file === "input.ts" ? ["index.ts", "input.ts"] : ["index.ts"];
    const byAlias = from !== undefined || specifier.startsWith("#app/");
    if (doors.includes(to.file) && byAlias) return [];
    return [`enters ${to.noun} through ${specifier}`, `import #app/domain/${to.noun}/${doors.join(" or ")}`];
  });

export const inputsAreBrowserSafe: Law = (tree) =>
  eachImport(tree.sources, (source, { target, specifier }) => {
    if (nounOf(source.path)?.file !== "input.ts") return [];
    const safe = target === undefined ? /^zod(?:\/|$)/.test(specifier) : isBrowserSafe(target);
    return safe ? [] : [`input.ts imports ${specifier}`, "a browser reads it: only zod, core and other input.ts files"];
  });

function isBrowserSafe(target: string): boolean {
  return roomOf(target) === "core" || nounOf(target)?.file === "input.ts";
}

/** One verb, one file, one name; load.ts alone may read for its noun's other files. */
export const verbsAreFilesOfTheirName: Law = (tree) =>
  tree.sources.flatMap((source) => {
    const place = nounOf(source.path);
    if (place === undefined || place.file === "load.ts") return [];
    const stem = place.file.replace(/^.*\//, "").replace(/\.ts$/, "");
    const isVerb = VERBS.includes(stem.split("-")[0] ?? "");
    return exportedFunctions(source)
      .filter(({ node, name }) => takesCtx(source, node) && !(isVerb && name === camelCase(stem)))
      .map(({ node, name }) =>
        violation(
          source,
          node,
          `${name} takes a Ctx in ${place.file}`,
          isVerb
            ? `one verb a file: this one exports ${camelCase(stem)} only`
            : `name it after a verb (${VERBS.join(" ")}); what is no verb is given what it needs instead of a Ctx`,
        ),
      );
  });

function takesCtx(source: Source, node: ts.FunctionLikeDeclaration): boolean {
  const type = node.parameters[0]?.type;
  return type !== undefined && /\bCtx\b/.test(type.getText(source.ast)) && !ts.isFunctionTypeNode(type);
}

/** `start-tip` is `startTip`. */
export function camelCase(kebab: string): string {
  return kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
