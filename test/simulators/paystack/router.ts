import type { Answer } from "./envelopes.ts";
import type { Operation } from "./faults.ts";
import type { Fields } from "./fields.ts";
import type { Simulator } from "./simulator.ts";

export interface Call {
  sim: Simulator;
  /** The path's variable part, decoded; "" when it has none. */
  id: string;
  query: URLSearchParams;
  fields: Fields;
  /** What is read is a little out of date. */
  isLagging?: boolean;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** May end in `/:id`, or in `/:id/word`. */
  path: string;
  operation: Operation;
  /** Whether a secret key is needed; default true. */
  open?: boolean;
  /** Does all its work before returning, so that a call is one atomic step. */
  answer: (call: Call) => Answer;
}

export type FindRoute = (method: string, path: string) => { route: Route; id: string } | null;

/** Looks routes up by exact path, then by everything before the last slash, then with a word behind the variable part. */
export function createRouter(routes: readonly Route[]): FindRoute {
  const table = new Map(routes.map((route) => [`${route.method} ${route.path.replace(/:id$/, "")}`, route]));
  return (method, path) => {
    const exact = table.get(`${method} ${path}`);
    if (exact) return path.endsWith("/") ? null : { route: exact, id: "" };
    const slash = path.lastIndexOf("/");
    const route = table.get(`${method} ${path.slice(0, slash + 1)}`);
    if (route && slash + 1 < path.length) return { route, id: decode(path.slice(slash + 1)) };
    const before = path.lastIndexOf("/", slash - 1);
    const inside = before < 0 ? undefined : table.get(`${method} ${path.slice(0, before)}/:id${path.slice(slash)}`);
    return inside ? { route: inside, id: decode(path.slice(before + 1, slash)) } : null;
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
