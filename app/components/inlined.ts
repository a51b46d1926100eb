import docsCss from "../styles/docs.css?inline";
import giving from "../styles/giving.css?inline";
import pages from "../styles/pages.css?inline";
import paper from "../styles/paper.css?inline";
import docs from "./docs.js?raw";
import giveForm from "./give-form.js?raw";
import giveSums from "./give-sums.js?raw";
import share from "./share.js?raw";
import wait from "./wait.js?raw";

/** What pages carry inside themselves. Each text is allowed by its hash (app/page-security.ts), so it is never built twice. */
export const PATRON_STYLE = paper + giving + pages;
export const DOCS_STYLE = docsCss;
export const DOCS_SCRIPT = inline(docs);
export const GIVE_SCRIPT = inline(giveSums, giveForm);
export const SHARE_SCRIPT = inline(share);
export const WAIT_SCRIPT = inline(wait);

/** Modules as one closed scope: what binds them together goes, and so do comments and indentation, which only people read. */
function inline(...modules: readonly string[]): string {
  const lines = modules.flatMap((module) => module.split("\n")).map((line) => line.trim().replace(/^export /, ""));
  const code = lines.filter((line) => line !== "" && !/^(?:\/\/|import )/.test(line)).join("\n");
  return `(function(){\n${code}\n})()`;
}
