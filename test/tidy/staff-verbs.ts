import ts from "typescript";
import { camelCase, VERBS } from "./nouns.ts";
import { type Law, type Source, violation } from "./source.ts";

/** What lets somebody go on: by role and organisation, or by a session whose second factor is fresh. */
const ASKS = new Set(["requireStaff", "requireFreshFactor", "requireEnrolling"]);
const STAFF_PAGES = /^app\/routes\/admin\.(?:\$organisation|platform)/;

/** The door of a page asks who may, and the verb again: it is called from elsewhere, too, and doors are rewritten. */
export const staffVerbsAskWhoMay: Law = (tree) => {
  const sources = new Map(tree.sources.map((source) => [source.path, source]));
  return tree.sources
    .filter(({ path }) => STAFF_PAGES.test(path))
    .flatMap((page) =>
      page.imports.flatMap(({ target, typeOnly, node }) => {
        if (typeOnly || !ts.isImportDeclaration(node)) return [];
        return valuesOf(node)
          .map((name) => ({ name, verb: verbOf(name, target, tree.sources) }))
          .filter(({ verb }) => verb !== undefined && !asks(verb, sources))
          .map(({ name, verb }) =>
            violation(
              page,
              node,
              `calls ${name}, which asks nobody's permission (${verb?.path})`,
              "begin the verb with requireStaff(ctx.actor, …)",
            ),
          );
      }),
    );
};

function valuesOf({ importClause }: ts.ImportDeclaration): string[] {
  const named = importClause?.namedBindings;
  if (named === undefined || !ts.isNamedImports(named)) return [];
  return named.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
}

/** The file of a verb that a noun's index gives out; undefined for what is no verb. */
function verbOf(name: string, target: string | undefined, sources: readonly Source[]): Source | undefined {
  const noun = /^app\/domain\/[^/]+\/(?=index\.ts$)/.exec(target ?? "")?.[0];
  if (noun === undefined) return undefined;
  return sources.find(({ path }) => path.startsWith(noun) && isVerb(path) && camelCase(stemOf(path)) === name);
}

const stemOf = (path: string) => path.replace(/^.*\//, "").replace(/\.ts$/, "");
const isVerb = (path: string) => VERBS.includes(stemOf(path).split("-")[0] ?? "");

/** Itself, or by the verb that it hands on to. */
function asks(verb: Source, sources: ReadonlyMap<string, Source>): boolean {
  if (verb.nodes.some((node) => ts.isCallExpression(node) && ASKS.has(node.expression.getText(verb.ast)))) return true;
  return verb.imports.some(({ target, typeOnly }) => {
    const next = typeOnly || target === undefined ? undefined : sources.get(target);
    return next !== undefined && next !== verb && isVerb(next.path) && asks(next, sources);
  });
}
