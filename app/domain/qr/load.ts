import { sql } from "drizzle-orm";
import { AppError } from "../../core/errors.ts";
import { type Ctx, query } from "../context.ts";
import type { CardToPrint } from "../imaging.ts";
import { fileOf, largeKey } from "../pictures.ts";
import { PRINT_JOB, type PrintJob, type PrintJobRow, printJobOf } from "./prints/job.ts";
import { payeeOf } from "./rules.ts";

/** A code that can be printed, with whose it is. */
export interface PrintableCode {
  id: string;
  card: CardToPrint;
}

interface Row {
  id: string;
  token: string;
  serial: string;
  name: string;
  siteName: string;
  organisationName: string;
  brandColour: string;
  language: string;
  logoKey: string | null;
}

/** The active ones among some codes of an organisation, in the order given, ready for the press. One statement. */
export async function loadPrintable(
  ctx: Ctx,
  organisationId: string,
  codeIds: readonly string[],
): Promise<PrintableCode[]> {
  const rows = await query<Row>(
    ctx.db,
    sql`select c.id, c.token, c.serial, g.display_name as name, s.name as "siteName", o.name as "organisationName",
        o.brand_colour as "brandColour", o.language, o.logo_key as "logoKey"
      from unnest(${sql.param(codeIds)}::text[]) with ordinality as wanted (id, place)
      join qr_codes c on c.id = wanted.id and c.organisation_id = ${organisationId} and c.status = 'active'
      join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      join organisations o on o.id = c.organisation_id
      order by wanted.place`,
  );
  const logo = await readLogo(ctx.files, rows[0]?.logoKey ?? null);
  return rows.map(({ id, token, logoKey: _, ...row }) => ({
    id,
    card: { ...row, url: `${ctx.settings.appUrl}/g/${token}`, payee: payeeOf(row.name), logo },
  }));
}

/** A logo that is not there is left out: the name of the organisation stands in its place. */
async function readLogo(files: R2Bucket, key: string | null): Promise<Uint8Array | null> {
  const object = key === null ? null : await files.get(fileOf(largeKey(key)));
  return object ? new Uint8Array(await object.arrayBuffer()) : null;
}

/** A code as the list that goes with printed files says it. */
export interface ListedCode {
  siteName: string;
  guardName: string;
  shownName: string;
  employeeId: string;
  serial: string;
  version: number;
  token: string;
  isActive: boolean;
}

/** Some codes of an organisation, in the order given, revoked ones too. One statement. */
export async function loadListed(ctx: Ctx, organisationId: string, codeIds: readonly string[]): Promise<ListedCode[]> {
  return query<ListedCode>(
    ctx.db,
    sql`select s.name as "siteName", g.first_name || ' ' || g.last_name as "guardName", g.display_name as "shownName",
        g.employee_id as "employeeId", c.serial, c.version, c.token, c.status = 'active' as "isActive"
      from unnest(${sql.param(codeIds)}::text[]) with ordinality as wanted (id, place)
      join qr_codes c on c.id = wanted.id and c.organisation_id = ${organisationId}
      join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
      join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
      order by wanted.place`,
  );
}

/** An organisation's print job. Throws NOT_FOUND. */
export async function loadPrintJob(ctx: Ctx, organisationId: string, jobId: string): Promise<PrintJob> {
  const [job] = await query<PrintJobRow>(
    ctx.db,
    sql`select ${PRINT_JOB} from print_jobs j where j.organisation_id = ${organisationId} and j.id = ${jobId}`,
  );
  if (!job) throw new AppError("NOT_FOUND", "There is no such print, or it is not yours.");
  return printJobOf(job, ctx.clock.now());
}
