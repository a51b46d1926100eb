import type { Ctx } from "#app/domain/context.ts";
import { systemContext } from "../context.ts";
import { readEnv } from "../env.ts";
import { archiveAudit } from "./archive-audit.ts";
import { settle } from "./settle.ts";
import { snapshots } from "./snapshots.ts";
import { sweep } from "./sweep.ts";
import { watchCodes } from "./watch-codes.ts";

/** Every schedule of wrangler.toml, and what it does. */
const SCHEDULES: Readonly<Record<string, (ctx: Ctx) => Promise<void>>> = {
  "* * * * *": sweep,
  "*/10 * * * *": snapshots,
  "*/15 * * * *": settle,
  "23 1-5 * * *": archiveAudit,
  "41 5 * * *": watchCodes,
};

export async function runSchedule(controller: ScheduledController, bindings: unknown): Promise<void> {
  const run = SCHEDULES[controller.cron];
  if (!run) throw new Error(`no schedule for cron ${controller.cron}`);
  await run(systemContext(readEnv(bindings), `cron:${controller.cron}`, new Date(controller.scheduledTime)));
}
