import ts from "typescript";
import { type Law, lineAt, type Source, violation } from "./source.ts";
import { chainOf, exportedFunctions } from "./syntax.ts";

const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 70;
const MAX_DOOR_LINES = 40;

const MEASURED = /^(?:app|workers|db|test)\/.*\.(?:tsx?|css|sql)$|^[^/]+\.ts$/;
const GENERATED = /^db\/migrations\//;
const ROUTE = /^app\/(?:routes\/|root\.tsx$)/;
const DOORS = new Set(["loader", "action", "clientLoader", "clientAction"]);

export const filesAreShort: Law = (tree) =>
  tree.files
    .filter(({ path }) => MEASURED.test(path) && !GENERATED.test(path))
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, "").split("\n").length }))
    .filter(({ lines }) => lines > MAX_FILE_LINES)
    .map(({ path, lines }) => ({
      path,
      line: MAX_FILE_LINES + 1,
      what: `has ${lines} lines`,
      instead: `split it by what it is about: at most ${MAX_FILE_LINES}`,
    }));

export const functionsAreShort: Law = (tree) =>
  tree.sources.flatMap((source) =>
    source.nodes
      .filter((node) => ts.isFunctionLike(node) && !isDescribe(node) && linesOf(source, node) > MAX_FUNCTION_LINES)
      .map((node) =>
        violation(
          source,
          node,
          `a function of ${linesOf(source, node)} lines`,
          `name its parts: at most ${MAX_FUNCTION_LINES}`,
        ),
      ),
  );

/** A page is a thin door: parse, one verb, respond. */
export const doorsAreThin: Law = (tree) =>
  tree.sources
    .filter(({ path }) => ROUTE.test(path))
    .flatMap((source) =>
      exportedFunctions(source)
        .filter(({ name, node }) => DOORS.has(name) && linesOf(source, node) > MAX_DOOR_LINES)
        .map(({ name, node }) =>
          violation(
            source,
            node,
            `${name} has ${linesOf(source, node)} lines`,
            `parse, call one verb, respond: at most ${MAX_DOOR_LINES}`,
          ),
        ),
    );

function linesOf(source: Source, node: ts.Node): number {
  return lineAt(source, node.end) - lineAt(source, node.getStart(source.ast)) + 1;
}

/** The body of a `describe` is a list of tests, not a function with a length of its own. */
function isDescribe(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && chainOf(node.parent.expression)[0] === "describe";
}
