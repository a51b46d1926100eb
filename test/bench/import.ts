import { signInAs } from "#test/factories/signed-in.ts";
import { rowsOf } from "#test/setup/books.ts";
import { startStack } from "#test/setup/stack.ts";
import type { Bench, Line } from "./bench.ts";

const GUARDS = 5_000;
const SITES = 40;
const UPLOAD = "/admin/org-demo-lagos/guards/import";

/** A file of 5,000 guards from the upload to the last minted code, through the pages, on a stack with object storage. */
export const importGuards: Bench = async () => {
  const stack = await startStack({ build: false, durable: true });
  try {
    const staff = await signInAs(stack, { organisationId: "org-demo-lagos", role: "operations" });
    const file = new Blob([fileOfGuards()], { type: "text/csv" });
    const startedAt = performance.now();
    const upload = await staff.post(`${UPLOAD}?index`, { file, createMissingSites: "on" });
    const preview = upload.headers.get("location") ?? "";
    const page = await staff.get(preview);
    await page.text();
    const previewedAt = performance.now();
    await staff.post(preview, { intent: "apply" });
    const result = await staff.get(preview);
    await result.text();
    const appliedAt = performance.now();
    await expectAll(stack.database.ownerUrl);
    return [line(startedAt, previewedAt, appliedAt)];
  } finally {
    await stack.stop();
  }
};

function line(startedAt: number, previewedAt: number, appliedAt: number): Line {
  const inSeconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(1)} s`;
  return {
    what: `${GUARDS} guards from a file, codes and audit rows included`,
    bare: `previewed in ${inSeconds(startedAt, previewedAt)}`,
    ours: inSeconds(startedAt, appliedAt),
    ratio: (appliedAt - startedAt) / 1_000,
    unit: "s",
    target: { most: 30 },
  };
}

function fileOfGuards(): string {
  const rows = Array.from({ length: GUARDS }, (_, i) => {
    const phone = `0803${String(1_000_000 + i)}`;
    return `EMP-${i},Adaeze ${i},Ọ̀ṣúnṣẹ̀yẹ,Bench Gate ${i % SITES},B-${i},${phone},yo,badge`;
  });
  return ["Employee id,First name,Last name,Site,Badge number,Phone,Language,Shown as", ...rows].join("\r\n");
}

/** A time says nothing when a guard, a code or an audit row is missing. */
async function expectAll(ownerUrl: string): Promise<void> {
  const [made] = await rowsOf(
    ownerUrl,
    `select (select count(*)::int from guards g join qr_codes c on c.guard_id = g.id and c.status = 'active'
        where g.employee_id like 'EMP-%') as guards,
      (select count(*)::int from audit_log where action in ('guard.created', 'qr_code.created')) as audited`,
  );
  if (made?.["guards"] === GUARDS && made["audited"] === 2 * GUARDS) return;
  throw new Error(`not everything was imported: ${JSON.stringify(made)}`);
}
