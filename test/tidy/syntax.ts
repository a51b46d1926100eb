import ts from "typescript";
import type { Source } from "./source.ts";

/** A function a file exports: `node` holds the code, `statement` what a doc comment is written above. */
export interface ExportedFunction {
  readonly name: string;
  readonly node: ts.FunctionLikeDeclaration;
  readonly statement: ts.Node;
}

/** Every function a file exports by its own declaration, whether a `function` or a constant holding one. */
export function exportedFunctions(source: Source): ExportedFunction[] {
  const listed = namesExportedLater(source);
  return source.ast.statements.flatMap((statement) => {
    const exported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    return functionsIn(statement).filter(({ name }) => exported || listed.has(name));
  });
}

function functionsIn(statement: ts.Statement): ExportedFunction[] {
  if (ts.isFunctionDeclaration(statement)) {
    return statement.body === undefined
      ? []
      : [{ name: statement.name?.text ?? "default", node: statement, statement }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [{ name: name.text, node: initializer, statement }]
      : [],
  );
}

function namesExportedLater(source: Source): Set<string> {
  const names = source.ast.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier === undefined &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
      : [],
  );
  return new Set(names);
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

/** The names a callee is reached by: `ctx.rails.send` is `["ctx", "rails", "send"]`, `/x/.test` is `["", "test"]`. */
export function chainOf(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [...chainOf(node.expression), node.name.text];
  if (ts.isElementAccessExpression(node) || ts.isCallExpression(node) || ts.isNonNullExpression(node)) {
    return chainOf(node.expression);
  }
  return ts.isTaggedTemplateExpression(node) ? chainOf(node.tag) : [""];
}

/** Is this exactly `object.member`? */
export function isMember(node: ts.Node, object: string, member?: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === object &&
    (member === undefined || node.name.text === member)
  );
}

/** Has the file given this name a meaning of its own where the node stands (a parameter, a constant, an import)? */
export function isShadowed(source: Source, node: ts.Node, name: string): boolean {
  return source.nodes.some((other) => {
    if (!ts.isIdentifier(other) || other.text !== name || !declares(other)) return false;
    const scope = ts.findAncestor(other.parent, isScope) ?? source.ast;
    return scope.pos <= node.pos && node.end <= scope.end;
  });
}

function declares(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isVariableDeclaration(parent)) && parent.name === name
  );
}

function isScope(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isFunctionLike(node);
}

/** Does a doc comment stand directly above the node? */
export function hasDocComment(source: Source, node: ts.Node): boolean {
  const comments = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  return comments.some((range) => source.text.startsWith("/**", range.pos));
}
