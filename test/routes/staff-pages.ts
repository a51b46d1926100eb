import { fill, OWN } from "./staff-routes.ts";

/** Files and answers to scripts, which nobody looks at in a browser. */
const NO_PAGES = /\.(csv|svg)$|\/(download|evidence|export|file|net)$|\/search\?/;

/** The addresses of the pages among routes, each once. */
export function pagesOf(routes: Record<string, { path: string; reads?: boolean }>): string[] {
  const paths = Object.values(routes).filter(({ path, reads = true }) => reads && !NO_PAGES.test(path));
  return [...new Set(paths.map(({ path }) => fill(path, OWN)))];
}
