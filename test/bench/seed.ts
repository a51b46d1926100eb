import { createHash } from "node:crypto";
import type pg from "pg";
import { mintToken } from "#app/domain/qr/token.ts";

/** A guard of the first demo organisation with an active code. */
export type SeededCode = { guardId: string; codeId: string; token: string };

/** Adds guards with codes to the Lagos organisation. The same number gives the same ones; those that are there stay. */
export async function seedCodes(sql: pg.Client, signingKeys: string[], count: number): Promise<SeededCode[]> {
  const codes = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const bytes = createHash("sha512").update(`bench ${i}`).digest();
      const token = await mintToken(signingKeys, { bytes: (length) => new Uint8Array(bytes.subarray(0, length)) });
      return { guardId: `guard-bench-${i}`, codeId: `code-bench-${i}`, token };
    }),
  );
  const rows = JSON.stringify(codes);
  await sql.query(
    `insert into guards (id, organisation_id, site_id, status, first_name, last_name, display_name, employee_id)
      select r."guardId", s.organisation_id, s.id, 'active', 'Bench', 'Guard', 'Guard ' || r."guardId", r."guardId"
      from jsonb_to_recordset($1::jsonb) as r ("guardId" text), sites s
      where s.id = (select min(id) from sites where organisation_id = 'org-demo-lagos')
      on conflict do nothing`,
    [rows],
  );
  await sql.query(
    `insert into qr_codes (id, organisation_id, guard_id, token, serial, version, status)
      select r."codeId", 'org-demo-lagos', r."guardId", r.token, r."codeId", 1, 'active'
      from jsonb_to_recordset($1::jsonb) as r ("codeId" text, "guardId" text, token text)
      on conflict do nothing`,
    [rows],
  );
  await sql.query("analyze");
  return codes;
}
