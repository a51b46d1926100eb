import ts from "typescript";
import { type Law, type Source, violation } from "./source.ts";
import { chainOf, hasModifier, isMember, isShadowed } from "./syntax.ts";

interface Ban {
  readonly instead: string;
  /** Where the call is at home. */
  readonly allowed: RegExp;
  readonly hits: (node: ts.Node, source: Source) => boolean;
}

const NOWHERE = /^$/;
const ROOMS = /^(?:app|workers|db|test)\//;
const GLOBALS = ["globalThis", "window", "self"];
/** The members of Ctx behind which another machine answers. */
const OUTSIDE = new Set(["rails", "channels", "files", "wake"]);

const BANS: readonly Ban[] = [
  {
    instead: "ask ctx.clock.now(); where there is no Ctx, take a Clock, or systemClock of app/core/time.ts",
    allowed: /^(?:app\/core\/time\.ts$|db\/local\/|test\/)/,
    hits: (node) => isMember(node, "Date", "now") || readsTheTime(node),
  },
  {
    instead:
      "draw from ctx.randomness; where there is no Ctx, take a Randomness, or systemRandomness of app/core/ids.ts",
    allowed: NOWHERE,
    hits: (node) => isMember(node, "Math", "random"),
  },
  {
    instead:
      "draw from ctx.randomness; where there is no Ctx, take a Randomness, or systemRandomness of app/core/ids.ts",
    allowed: /^(?:app\/core\/ids\.ts$|db\/|test\/)/,
    hits: (node) => isMember(node, "crypto", "randomUUID") || isMember(node, "crypto", "getRandomValues"),
  },
  {
    instead: "amounts are whole minor units: parse and format with app/core/money.ts",
    allowed: /^test\//,
    hits: (node) => isMember(node, "Number", "parseFloat") || calls(node, "parseFloat") || callsMethod(node, "toFixed"),
  },
  {
    instead: "write to ctx.log",
    allowed: /^(?:workers\/log\.ts$|db\/[^/]+\.ts$|test\/)/,
    hits: (node) => isMember(node, "console"),
  },
  {
    instead: "the outside is called by a rail or a channel; put it behind ports.ts",
    allowed: /^(?:app\/rails\/|app\/channels\/|test\/)/,
    hits: (node, source) => isGlobalFetch(node) && !isShadowed(source, node, "fetch"),
  },
  {
    instead: "look it up in a Map, or switch: an object also has what it inherits, such as `constructor`",
    allowed: NOWHERE,
    hits: (node, source) =>
      ts.isElementAccessExpression(node) &&
      /\b(?:form|formData|searchParams|headers)\.get\(/.test(node.argumentExpression.getText(source.ast)),
  },
  {
    instead: "read it in workers/env.ts and pass it through Ctx",
    allowed: /^(?:db\/|test\/)/,
    hits: (node) => isMember(node, "process", "env"),
  },
];

/** house.md §2, rule 6: what a test cannot turn is not called directly. */
export const bannedCallsHaveReplacements: Law = (tree) =>
  tree.sources
    .filter(({ path }) => ROOMS.test(path))
    .flatMap((source) => {
      const bans = BANS.filter((ban) => !ban.allowed.test(source.path));
      return source.nodes.flatMap((node) =>
        bans
          .filter((ban) => ban.hits(node, source))
          .map((ban) => violation(source, node, `calls ${nameOf(node, source)}`, ban.instead)),
      );
    });

const DEFAULT_EXPORTS =
  /^(?:app\/root\.tsx$|app\/entry\.|app\/routes\/|workers\/index\.ts$|(?:.*\/)?[\w.-]+\.config\.ts$|test\/(?:.*\/)?[^/]*(?:reporter|setup)[^/]*\.ts$|.*\.d\.ts$)/;

export const exportsAreNamed: Law = (tree) =>
  tree.sources
    .filter(({ path }) => !DEFAULT_EXPORTS.test(path))
    .flatMap((source) =>
      source.nodes
        .filter(isDefaultExport)
        .map((node) => violation(source, node, "exports a default", "export it by its name")),
    );

/** house.md §2, rule 5: a rail that hangs must not hold a transaction open, nor be called twice by its retry. */
export const transactionsStayInside: Law = (tree) =>
  tree.sources
    .filter(({ path }) => /^(?:app|workers)\//.test(path))
    .flatMap((source) =>
      source.nodes
        .filter((node) => callsOutside(node) && isInTransaction(node))
        .map((node) =>
          violation(
            source,
            node,
            "calls the outside inside a transaction",
            "write the intent, commit, call, write the answer",
          ),
        ),
    );

function readsTheTime(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isNamed(node.expression, "Date") && (node.arguments ?? []).length === 0;
  return calls(node, "Date");
}

function isGlobalFetch(node: ts.Node): boolean {
  if (calls(node, "fetch")) return true;
  return ts.isCallExpression(node) && GLOBALS.some((object) => isMember(node.expression, object, "fetch"));
}

function calls(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && isNamed(node.expression, name);
}

function callsMethod(node: ts.Node, name: string): boolean {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === name
  );
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function nameOf(node: ts.Node, source: Source): string {
  return ts.isCallExpression(node) ? chainOf(node.expression).slice(-2).join(".") : node.getText(source.ast);
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return node.isExportEquals !== true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return hasModifier(node, ts.SyntaxKind.DefaultKeyword);
}

function callsOutside(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  return isGlobalFetch(node) || chainOf(node.expression).some((name) => OUTSIDE.has(name));
}

function isInTransaction(node: ts.Node): boolean {
  const outer = ts.findAncestor(
    node.parent,
    (above) => ts.isCallExpression(above) && chainOf(above.expression).at(-1) === "transact",
  );
  return outer !== undefined;
}
