import ts from "typescript";
import { type Law, type Source, violation } from "./source.ts";
import { chainOf, exportedFunctions, hasDocComment } from "./syntax.ts";

const UNFINISHED = /\b(?:TODO|FIXME)\b/g;
const TEST_FILE = /^test\/.*\.test\.tsx?$/;
const RUNNERS = new Set(["test", "it", "describe", "suite", "bench"]);
const SWITCHED_OFF = new Set(["skip", "only", "todo"]);
const DOCUMENTED = /^app\/(?:core\/|domain\/ports\.ts$|domain\/ledger\/|rails\/)/;
const PORTS = "app/domain/ports.ts";
const MIN_TITLE_WORDS = 3;

export const nothingIsLeftForLater: Law = (tree) => {
  const parsed = new Map(tree.sources.map((source) => [source.path, source]));
  return tree.files.flatMap(({ path, text }) => {
    const source = parsed.get(path);
    return [...text.matchAll(UNFINISHED)]
      .filter(({ index }) => source === undefined || !isInsideLiteral(source, index))
      .map(({ index, 0: word }) => ({
        path,
        line: text.slice(0, index).split("\n").length,
        what: `leaves a ${word}`,
        instead: "do it now, or leave it out",
      }));
  });
};

export const noTestIsSwitchedOff: Law = (tree) =>
  tree.sources
    .filter(({ path }) => path.startsWith("test/"))
    .flatMap((source) =>
      source.nodes
        .filter((node) => ts.isPropertyAccessExpression(node) && SWITCHED_OFF.has(node.name.text) && isRunner(node))
        .map((node) =>
          violation(source, node, `uses ${node.getText(source.ast)}`, "every test runs: mend it or remove it"),
        ),
    );

export const titlesAreSentences: Law = (tree) =>
  tree.sources
    .filter(({ path }) => TEST_FILE.test(path))
    .flatMap((source) =>
      source.nodes.flatMap((node) => {
        const title = titleOf(node);
        if (title === undefined) return [];
        const words = title.getText(source.ast).trim().split(/\s+/).length;
        if (words >= MIN_TITLE_WORDS) return [];
        return [violation(source, title, `the title ${title.getText(source.ast)}`, "say the law as a sentence")];
      }),
    );

/** Where a figure or a contract lives, the reader is told units, errors and sources (house.md §7). */
export const contractsAreDocumented: Law = (tree) =>
  tree.sources
    .filter(({ path }) => DOCUMENTED.test(path))
    .flatMap((source) =>
      contractsOf(source)
        .filter((node) => !hasDocComment(source, node))
        .map((node) =>
          violation(source, node, "is exported without a doc comment", "say what it promises: units, errors, source"),
        ),
    );

/** Functions and, in ports.ts, the methods that rails and channels must implement. */
function contractsOf(source: Source): ts.Node[] {
  const functions = exportedFunctions(source).map(({ statement }) => statement);
  return source.path === PORTS ? [...functions, ...source.nodes.filter(isMethodSignature)] : functions;
}

function isMethodSignature(node: ts.Node): boolean {
  if (!ts.isInterfaceDeclaration(node.parent)) return false;
  return (
    ts.isMethodSignature(node) ||
    (ts.isPropertySignature(node) && node.type !== undefined && ts.isFunctionTypeNode(node.type))
  );
}

function isRunner(node: ts.Node): boolean {
  return RUNNERS.has(chainOf(node)[0] ?? "");
}

/** The title of `test("…")`, `it("…")` or `test.each(rows)("…")`, when it is written out. */
function titleOf(node: ts.Node): ts.Node | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [runner = ""] = chainOf(node.expression);
  const [title] = node.arguments;
  if ((runner !== "test" && runner !== "it") || title === undefined) return undefined;
  return ts.isStringLiteralLike(title) || ts.isTemplateExpression(title) ? title : undefined;
}

/** Is this position in the text of a string, a pattern or an element, rather than in a comment or a name? */
function isInsideLiteral(source: Source, position: number): boolean {
  return source.nodes.some(
    (node) =>
      (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) &&
      node.getStart(source.ast) <= position &&
      position < node.end,
  );
}
