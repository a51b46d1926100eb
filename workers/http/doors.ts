import type { Ctx } from "#app/domain/context.ts";
import type { Env } from "../env.ts";

/** What every Hono door finds in its context. */
export interface Doors {
  Bindings: Env;
  Variables: { ctx: Ctx; env: Env };
}
