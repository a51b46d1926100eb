import { sql } from "drizzle-orm";
import type { Context } from "hono";
import type { Ctx } from "#app/domain/context.ts";
import type { Doors } from "./doors.ts";

/** The Worker runs. */
export function live(c: Context<Doors>): Response {
  return c.json({ status: "live" });
}

/** What we store in can be reached; 503 names what cannot. The rail is not asked: a tip says so itself. */
export async function ready(c: Context<Doors>): Promise<Response> {
  const { ctx } = c.var;
  const [database, files] = await Promise.all([
    answers(ctx, "database", () => ctx.pageDb.execute(sql`select 1`)),
    answers(ctx, "files", () => ctx.files.head("health")),
  ]);
  const isReady = database && files;
  return c.json({ status: isReady ? "ready" : "not_ready", database, files }, isReady ? 200 : 503);
}

async function answers(ctx: Ctx, part: string, ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    ctx.log.info("health.unreachable", { part, reason: (error as Error).name });
    return false;
  }
}
