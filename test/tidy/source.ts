import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** One import, re-export, dynamic import or import type, as written and as the path it names. */
export interface Import {
  readonly specifier: string;
  /** Path from the repository's root; undefined for a package. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  readonly node: ts.Node;
}

/** A TypeScript file, parsed once; `nodes` is its whole syntax tree, flattened in source order. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
  readonly nodes: readonly ts.Node[];
  readonly imports: readonly Import[];
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Everything the laws read: every path, the text of what people write, the syntax of what is TypeScript. */
export interface Tree {
  readonly paths: readonly string[];
  readonly files: readonly TextFile[];
  readonly sources: readonly Source[];
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly instead: string;
}

/** A law of the house: what in this tree breaks it. */
export type Law = (tree: Tree) => Violation[];

const WRITTEN = /\.(?:tsx?|sql|css|md|toml)$|^package\.json$/;
const NOT_OURS = new Set(["node_modules", "build", ".git", ".data", ".wrangler"]);

/** Reads the working tree: what git tracks or would track; every file when there is no git. */
export function readTree(root: string): Tree {
  const paths = listPaths(root).sort();
  const files = paths
    .filter((path) => WRITTEN.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  return treeOf(paths, files);
}

/** Builds a tree out of nothing but paths and texts, so that a law can be shown a house that breaks it. */
export function treeOf(paths: readonly string[], files: readonly TextFile[]): Tree {
  return { paths, files, sources: files.filter((file) => /\.tsx?$/.test(file.path)).map(parse) };
}

export function violation(source: Source, node: ts.Node, what: string, instead: string): Violation {
  return { path: source.path, line: lineAt(source, node.getStart(source.ast)), what, instead };
}

export function lineAt(source: Source, position: number): number {
  return source.ast.getLineAndCharacterOfPosition(position).line + 1;
}

function listPaths(root: string): string[] {
  try {
    const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const paths = listed.split("\0").filter((path) => path !== "" && !NOT_OURS.has(path.split("/")[0] ?? ""));
    if (paths.length > 0) return paths.filter((path) => existsSync(join(root, path)));
  } catch {
    // No git here (an unpacked archive): the folder itself is the list.
  }
  return walk(root, "");
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

function parse({ path, text }: TextFile): Source {
  const options = { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const ast = ts.createSourceFile(path, text, options, true);
  const nodes: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, collect);
  };
  ts.forEachChild(ast, collect);
  return { path, text, ast, nodes, imports: nodes.flatMap((node) => importOf(path, node) ?? []) };
}

function importOf(path: string, node: ts.Node): Import | undefined {
  const named = specifierOf(node);
  if (named === undefined || !ts.isStringLiteralLike(named)) return undefined;
  return { specifier: named.text, target: targetOf(path, named.text), typeOnly: isTypeOnly(node), node };
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return false;
  const { isTypeOnly, name, namedBindings } = node.importClause;
  if (isTypeOnly) return true;
  if (name !== undefined || namedBindings === undefined || ts.isNamespaceImport(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

/** The path from the root that a specifier names: relative to its file, or by one of package.json's aliases. */
function targetOf(path: string, specifier: string): string | undefined {
  const bare = specifier.replace(/\?.*$/, "");
  if (bare.startsWith("#")) return bare.slice(1);
  return bare.startsWith(".") ? posix.join(posix.dirname(path), bare) : undefined;
}
