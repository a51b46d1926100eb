import { type SQL, sql } from "drizzle-orm";
import { type Ctx, query } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { readCodeText } from "./code-text.ts";
import { readToken } from "./token.ts";

/** A code of the organisation, and whose it is. */
export interface FoundCode {
  id: string;
  serial: string;
  version: number;
  status: "active" | "revoked";
  createdAt: string;
  revokedAt: string | null;
  guard: { id: string; name: string; displayName: string; status: string };
  siteName: string;
}

export type CodeCheck =
  /** `bySerial`: only the number was compared, and a swapped sticker can carry a copied number. */
  | { status: "ours"; code: FoundCode; bySerial: boolean }
  /** Signed by us, and of another organisation. */
  | { status: "of_another" }
  /** `host`: where it leads instead; null for a token that we never signed. */
  | { status: "not_ours"; host: string | null }
  | { status: "unknown_serial" }
  | { status: "other_page" }
  | { status: "unreadable" };

/**
 * Says whether what was scanned or typed is a code of the organisation, and whose. Another organisation's is named to
 * nobody. Throws FORBIDDEN.
 */
export async function findCode(ctx: Ctx, text: string): Promise<CodeCheck> {
  const { organisationId } = requireStaff(ctx.actor, "codes.read", ctx.clock.now());
  const said = readCodeText(text, ctx.settings.appUrl);
  switch (said.kind) {
    case "elsewhere":
      return { status: "not_ours", host: said.host };
    case "other_page":
    case "unreadable":
      return { status: said.kind };
    case "serial": {
      const [code] = await query<FoundCode>(
        ctx.db,
        codeWhere(organisationId, sql`c.serial = any(${sql.param(said.serials)}::text[])`),
      );
      return code ? { status: "ours", code, bySerial: true } : { status: "unknown_serial" };
    }
    case "token": {
      const token = await readToken(said.token, ctx.settings.qrSigningKeys);
      if (token === null) return { status: "not_ours", host: null };
      const [code] = await query<FoundCode>(ctx.db, codeWhere(organisationId, sql`c.token = ${token}`));
      return code ? { status: "ours", code, bySerial: false } : { status: "of_another" };
    }
  }
}

function codeWhere(organisationId: string, isIt: SQL): SQL {
  return sql`select c.id, c.serial, c.version, c.status, c.created_at as "createdAt", c.revoked_at as "revokedAt",
      jsonb_build_object('id', g.id, 'name', g.first_name || ' ' || g.last_name, 'displayName', g.display_name,
        'status', g.status) as guard, s.name as "siteName"
    from qr_codes c
    join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
    join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
    where c.organisation_id = ${organisationId} and ${isIt}`;
}
