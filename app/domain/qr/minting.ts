import { type SQL, sql } from "drizzle-orm";
import { newId } from "../../core/ids.ts";
import type { Ctx } from "../context.ts";
import { newSerial } from "./serial.ts";
import { mintToken } from "./token.ts";

/** A code that is not in the database yet. */
export interface NewCode {
  id: string;
  token: string;
  serial: string;
  guardId: string;
}

/** Mints a code for a guard: a token of our own signing and a serial that begins like the organisation's slug. */
export async function mintCode(
  guardId: string,
  slug: string,
  { clock, randomness, settings }: Pick<Ctx, "clock" | "randomness" | "settings">,
): Promise<NewCode> {
  return {
    id: newId("code", clock.now(), randomness),
    token: await mintToken(settings.qrSigningKeys, randomness),
    serial: newSerial(slug, randomness),
    guardId,
  };
}

/** What the audit log keeps of a new code; its token leads to money and stays out. */
export function codeRecord(code: SQL): SQL {
  return sql`jsonb_build_object('guardId', ${code}.guard_id, 'serial', ${code}.serial, 'version', ${code}.version)`;
}

/** The version that follows all that a guard has had. */
export function nextVersion(guardId: SQL): SQL {
  return sql`(select coalesce(max(v.version), 0) + 1 from qr_codes v where v.guard_id = ${guardId})`;
}
