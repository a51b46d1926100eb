import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { applyTransferAnswers } from "#app/domain/payouts/apply-transfer-answers.ts";
import {
  applyDueTransferLookups,
  applyPayoutFileResults,
  archivePayoutFiles,
  archivePayoutFileVoid,
  createPayoutFile,
  createPayoutFileResults,
  deliverPayoutFile,
  findTransferApproval,
  getPayoutFile,
  getPayoutFileResults,
  listPayoutFileCandidates,
  listPayoutFiles,
  sendPayouts,
  startPayoutFileVoid,
  voidPayout,
  voidPayoutFile,
  voidUnusablePayouts,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { type BankFileWorld, openBankFileWorld, resultsCsv } from "#test/factories/bank-files.ts";
import { overlapping } from "#test/factories/races.ts";

let world: BankFileWorld;

beforeAll(async () => {
  world = await openBankFileWorld();
});
afterEach(async () => {
  await world.owner.query("delete from payout_controls");
  await world.owner.query("update payout_lanes set paused_reason = null, paused_at = null, retry_at = null");
  // What a test leaves waiting is not the next one's.
  await world.owner.query("update payout_accounts set status = 'replaced' where status = 'active'");
  await voidUnusablePayouts(world.ctx());
  expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
});
afterAll(() => world?.close());

const NAIRA = { currency: "NGN", kind: "bank" };

/** Guards whose payouts wait. */
async function waiting(count: number, options: Parameters<BankFileWorld["addPayee"]>[0] = {}) {
  const payees: Awaited<ReturnType<BankFileWorld["addPayee"]>>[] = [];
  for (let made = 0; made < count; made++) payees.push(await world.addPayee(options));
  await world.settle();
  return payees;
}

const capAt = (minor: number) =>
  world.owner.query(
    "insert into payout_controls (organisation_id, currency, daily_cap_minor) values ('org-demo-lagos', 'NGN', $1)",
    [minor],
  );

/** Until another connection to this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (let look = 0; look < 10_000; look++) {
    const { rowCount } = await world.owner.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rowCount) return;
  }
  throw new Error("nobody waits");
}

async function idsOf(payees: readonly { guardId: string }[]): Promise<string[]> {
  return Promise.all(payees.map(async (payee) => (await world.payoutOf(payee)).id));
}

async function exported(fileCtx = world.as()): Promise<string> {
  const outcome = await createPayoutFile(fileCtx, NAIRA);
  if (outcome.status !== "exported") throw new Error(outcome.status);
  return outcome.fileId;
}

async function linesOf(fileId: string) {
  const { lines } = await getPayoutFile(world.as(), { fileId, after: null, before: null });
  return lines.rows;
}

/** Imports what a bank says, and applies it. */
async function told(fileId: string, rows: readonly (readonly string[])[], ctx = world.as()) {
  const created = await createPayoutFileResults(ctx, { fileId, bytes: resultsCsv(rows) });
  if (created.status !== "previewed") throw new Error(created.message);
  return applyPayoutFileResults(ctx, { fileId, resultsId: created.resultsId });
}

async function voided(fileId: string) {
  await startPayoutFileVoid(world.as("usr-maker"), { fileId, reason: "the bank refused the whole file" });
  return voidPayoutFile(world.as("usr-checker"), fileId);
}

describe("a bank file", () => {
  test("has a line a payout with whole account numbers, their leading zeros, and nothing that a spreadsheet runs", async () => {
    const [plain] = await waiting(1);
    const [evil] = await waiting(1, { holderName: '=HYPERLINK("http://evil")' });
    const fileId = await exported();
    const text = (await world.fileOf(fileId)) ?? "";
    const [header, ...rows] = text.trimEnd().split("\r\n");
    expect(header).toBe(
      '"Reference","Beneficiary name","Account number","Bank code","Bank name","Amount","Currency","Narration"',
    );
    const payout = plain && (await world.payoutOf(plain));
    expect(rows[0]).toContain(`"${payout?.id}-1","Pay Ee","${plain?.number}","058","GTBank","1000.00","NGN","Tips, `);
    expect(rows[1]).toContain(`"'=HYPERLINK(""http://evil"")","${evil?.number}"`);
    expect(plain?.number).toMatch(/^00\d{8}$/);
    const { rows: stored } = await world.owner.query(
      "select to_jsonb(f)::text || to_jsonb(l)::text as text from payout_files f join payout_file_lines l on l.file_id = f.id where f.id = $1",
      [fileId],
    );
    const { rows: audited } = await world.owner.query(
      "select string_agg(to_jsonb(a)::text, ' ') as text from audit_log a",
    );
    expect(stored[0]?.text + audited[0]?.text).not.toContain(plain?.number);
    await voided(fileId);
  });

  test("holds payouts of one currency and kind only, and says what waits", async () => {
    const [wallet] = [await world.addPayee({ kind: "mobile_money" })];
    await waiting(1);
    expect(await listPayoutFileCandidates(world.as())).toEqual([
      { currency: "NGN", kind: "bank", payouts: 1, totalMinor: "100000", mayNot: 0, isStopped: false },
      { currency: "NGN", kind: "mobile_money", payouts: 1, totalMinor: "100000", mayNot: 0, isStopped: false },
    ]);
    const fileId = await exported();
    expect(await linesOf(fileId)).toHaveLength(1);
    expect(await world.payoutOf(wallet)).toMatchObject({ status: "created" });
    expect((await listPayoutFiles(world.as(), { after: null, before: null })).rows[0]).toMatchObject({
      id: fileId,
      lines: 1,
      totalMinor: "100000",
      paid: 0,
    });
    await voided(fileId);
  });

  test("takes nothing while payouts are stopped, beyond a cap, unapproved, or in doubt at the rail", async () => {
    const [one, two] = await waiting(2);
    if (!one || !two) throw new Error("two wait");
    const control = (organisation: string, stop: boolean, cap: number | null) =>
      world.owner.query(
        "insert into payout_controls (organisation_id, currency, is_stopped, daily_cap_minor) values ($1, 'NGN', $2, $3)",
        [organisation, stop, cap],
      );
    const nothing = { status: "nothing_to_export" };
    for (const organisation of ["org-demo-lagos", "org-platform"]) {
      await control(organisation, true, null);
      expect(await createPayoutFile(world.as(), NAIRA)).toEqual(nothing);
      await world.owner.query("delete from payout_controls");
    }
    await world.owner.query("update payouts set approval_reason = 'manual' where id = $1", [
      (await world.payoutOf(one)).id,
    ]);
    await world.owner.query("update payouts set attempts = 1 where id = $1", [(await world.payoutOf(two)).id]);
    await world.owner.query(
      "insert into payout_attempts (reference, organisation_id, payout_id, number, status, in_doubt, at) select id || '-1', organisation_id, id, 1, 'failed', true, now() from payouts where id = $1",
      [(await world.payoutOf(two)).id],
    );
    expect(await createPayoutFile(world.as(), NAIRA)).toEqual(nothing);
    await world.owner.query("update payouts set approval_reason = null where id = $1", [
      (await world.payoutOf(one)).id,
    ]);
    await control("org-demo-lagos", false, 99_999);
    expect(await createPayoutFile(world.as(), NAIRA)).toEqual(nothing);
    await world.owner.query("update payout_controls set daily_cap_minor = 100000");
    const fileId = await exported();
    // The file used the cap up: a call has none left, and neither has a second file.
    await waiting(1);
    world.pass(-24 * 60);
    expect(await world.send()).toBe(0);
    expect(await createPayoutFile(world.as(), NAIRA)).toEqual(nothing);
    world.pass(24 * 60);
    await world.owner.query("delete from payout_controls");
    await voided(fileId);
  });

  test("is a way around a rail that holds back, under a reference that was never at the rail", async () => {
    const [payee] = await waiting(1);
    await world.simulator.settings({ otpRequired: true });
    await world.simulator.settings({ otpRequired: false, starterBusiness: true });
    await world.send();
    await world.simulator.settings({ starterBusiness: false });
    const { id } = await world.payoutOf(payee ?? { guardId: "" });
    expect(await world.attemptsOf({ id })).toMatchObject([{ status: "held_back" }]);
    const fileId = await exported();
    expect(await world.attemptsOf({ id })).toMatchObject([
      { status: "failed" },
      { reference: `${id}-2`, status: "exported" },
    ]);
    await told(fileId, [[`${id}-2`, "1000", "Paid", "", "", ""]]);
    expect(await world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "paid" });
    expect(await world.credits([`${id}-1`, `${id}-2`])).toBe(0);
  });

  test("leaves out an account that was changed behind our back, and tells people", async () => {
    const [good, bad] = await waiting(2);
    await world.owner.query("update payout_accounts set holder_name = 'Somebody Else' where id = $1", [bad?.accountId]);
    const outcome = await createPayoutFile(world.as(), NAIRA);
    expect(outcome).toMatchObject({ status: "exported", lines: 1, leftOut: 1 });
    expect(await world.alerts("payout_account.tampered")).toEqual([bad?.accountId]);
    expect(world.errors.splice(0)).toEqual(["payout_account.tampered"]);
    expect(await world.payoutOf(good ?? { guardId: "" })).toMatchObject({ status: "exported" });
    if (outcome.status === "exported") await voided(outcome.fileId);
  });

  test("is made when it is downloaded should storage have failed, and each download is on record", async () => {
    await waiting(2);
    const down = { ...world.as(), files: { put: () => Promise.reject(new Error("down")) } as unknown as R2Bucket };
    const outcome = await createPayoutFile(down, NAIRA);
    expect(outcome).toMatchObject({ status: "exported", isStored: false });
    expect(world.errors.splice(0)).toEqual(["payout_file.not_stored"]);
    const fileId = outcome.status === "exported" ? outcome.fileId : "";
    const first = await deliverPayoutFile(world.as(), fileId);
    const second = await deliverPayoutFile(world.as("usr-other"), fileId);
    expect(first).toMatchObject({
      status: "delivered",
      name: expect.stringMatching(/^asante-ngn-bank-2026-03-.*\.csv$/),
    });
    expect(second).toEqual(first);
    await world.owner.query(
      "insert into payout_controls (organisation_id, currency, is_stopped) values ('org-platform', 'NGN', true)",
    );
    expect(await deliverPayoutFile(world.as(), fileId)).toEqual({ status: "stopped" });
    await world.owner.query("delete from payout_controls");
    await voided(fileId);
    expect(await deliverPayoutFile(world.as(), fileId)).toEqual({ status: "ended" });
    const { rows } = await world.owner.query(
      "select actor, after from audit_log where action = 'payout_file.downloaded' and subject = $1 order by chain_number",
      [fileId],
    );
    expect(rows).toMatchObject([
      { actor: "staff:usr-maker", after: { sha256: null } },
      { actor: "staff:usr-other", after: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
  });
});

describe("an exported payout", () => {
  test("is not sent, not cancelled, not asked about, and the rail is told no", async () => {
    const [payee] = await waiting(1);
    const fileId = await exported();
    const { id, amount_minor } = await world.payoutOf(payee ?? { guardId: "" });
    expect(await world.send()).toBe(0);
    expect(await voidPayout(world.as(), { payoutId: id, reason: "guard asked" })).toEqual({ status: "too_late" });
    await world.owner.query("update payout_accounts set status = 'replaced' where id = $1", [payee?.accountId]);
    expect(await voidUnusablePayouts(world.ctx())).toBe(0);
    world.pass(7 * 24 * 60);
    expect(await applyDueTransferLookups(world.ctx())).toBe(0);
    const question = {
      reference: `${id}-1`,
      amountMinor: BigInt(amount_minor),
      currency: "NGN",
      recipientCode: payee?.recipientCode ?? null,
    };
    expect(await findTransferApproval(world.ctx(), world.ctx().rails.paystack, question)).toBe(false);
    // What a rail says under a reference that it was never given is not about us.
    const lie = {
      rail: "paystack",
      environment: null,
      reference: `${id}-1`,
      transferCode: "TRF_lie",
      failure: null,
    } as const;
    const paid = {
      ...lie,
      status: "succeeded",
      amountMinor: 100_000n,
      currency: "NGN",
      railFeeMinor: 0n,
      movedAt: null,
    } as const;
    const told = {
      reference: `${id}-1`,
      answer: { status: "found", transfer: paid },
      source: "lookup",
      trace: null,
      eventId: null,
    } as const;
    expect(await applyTransferAnswers(world.ctx(), [told])).toEqual([told]);
    expect(await world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "exported" });
    expect(await world.held("payout_in_transit")).toBe(100_000n);
    await voided(fileId);
  });

  test("goes one way only, however the sender and files race for it", async () => {
    for (let round = 0; round < 6; round++) {
      const payees = await waiting(4);
      const [sent, ...files] = await Promise.all([
        sendPayouts(world.ctx()),
        createPayoutFile(world.as("usr-maker"), NAIRA),
        createPayoutFile(world.as("usr-other"), NAIRA),
      ]);
      const made = files.flatMap((file) => (file.status === "exported" ? [file] : []));
      const lines = made.reduce((sum, file) => sum + file.lines, 0);
      expect((sent ?? 0) + lines).toBe(4);
      for (const payee of payees) {
        const { id, status } = await world.payoutOf(payee);
        const bank = await world.credits([`${id}-1`]);
        expect([status, bank]).toEqual(bank === 1 ? ["paid", 1] : ["exported", 0]);
      }
      for (const { fileId } of made) await voided(fileId);
      await world.send();
    }
  });

  test("counts under the cap exactly, when two files are made at once", async () => {
    const payees = await waiting(4);
    await capAt(200_000);
    const [one, two] = [await idsOf(payees.slice(0, 2)), await idsOf(payees.slice(2))];
    const outcomes = await overlapping(world.database.ownerUrl, "org-demo-lagos", [
      () => createPayoutFile(world.as("usr-maker"), { ...NAIRA, payoutIds: one }),
      () => createPayoutFile(world.as("usr-other"), { ...NAIRA, payoutIds: two }),
    ]);
    const made = outcomes.flatMap((file) => (file.status === "exported" ? [file] : []));
    expect(made).toMatchObject([{ lines: 2 }]);
    for (const { fileId } of made) await voided(fileId);
  });

  test("counts under the cap exactly, when the sender comes while a file is made", async () => {
    const payees = await waiting(4);
    await capAt(200_000);
    const payoutIds = await idsOf(payees.slice(2));
    const outcomes = await overlapping<unknown>(world.database.ownerUrl, "org-demo-lagos", [
      () => createPayoutFile(world.as(), { ...NAIRA, payoutIds }),
      () => somebodyWaits().then(() => sendPayouts(world.ctx())),
    ]);
    expect(outcomes).toMatchObject([{ status: "exported", lines: 2 }, 0]);
    await voided((outcomes[0] as { fileId: string }).fileId);
  });
});

describe("a bank's results", () => {
  test("pay from the bank and fail as a rail's failure does, and the file is closed and deleted", async () => {
    const [paid, failed] = await waiting(2);
    const before = { bank: await world.held("bank"), fees: await world.held("rail_fees") };
    const fileId = await exported();
    const [one, two] = await linesOf(fileId);
    const rows = [
      [one?.reference.toUpperCase() ?? "", "NGN 1,000.00", "SUCCESSFUL", "B-77", "", "26.88"],
      [two?.reference ?? "", "1000", "Rejected", "", "Account dormant", ""],
    ];
    expect(await told(fileId, rows)).toEqual({ status: "applied", paid: 1, failed: 1, returned: 0, isClosed: true });
    expect(await world.held("bank")).toBe(before.bank + 102_688n);
    expect(await world.held("rail_fees")).toBe(before.fees - 2_688n);
    expect(await world.held("payout_in_transit")).toBe(0n);
    const { guardId } = [paid, failed].find((payee) => payee?.guardId === two?.guardId) ?? { guardId: "" };
    expect(await world.held(`guard_payable:${guardId}`)).toBe(100_000n);
    expect(await world.payoutOf({ guardId })).toMatchObject({ status: "failed", reason: "rejected" });
    expect(await world.alerts("payout.failed")).toContain(two?.reference);
    expect(await linesOf(fileId)).toMatchObject([
      { result: "paid", bankReference: "B-77" },
      { result: "failed", reason: "Account dormant" },
    ]);
    expect(await world.fileOf(fileId)).toBeNull();
    expect((await getPayoutFile(world.as(), { fileId, after: null, before: null })).file).toMatchObject({
      status: "closed",
      paid: 1,
      failed: 1,
    });
  });

  test("post once, imported twice and by two people at once", async () => {
    await waiting(3);
    const bank = await world.held("bank");
    const fileId = await exported();
    const rows = (await linesOf(fileId)).map(({ reference }) => [reference, "1000.00", "paid", "", "", ""]);
    const both = await Promise.all([told(fileId, rows), told(fileId, rows, world.as("usr-other"))]);
    expect(both.map(({ status }) => status).sort()).toContain("applied");
    expect(both.filter(({ status }) => status === "applied")).toHaveLength(1);
    expect(await told(fileId, rows)).toEqual({ status: "nothing_new" });
    expect(await world.held("bank")).toBe(bank + 300_000n);
  });

  test("are refused as a whole when one row is wrong, and each such row is named", async () => {
    await waiting(4);
    const fileId = await exported();
    const [a, b, c, d] = (await linesOf(fileId)).map(({ reference }) => reference);
    if (!a || !b || !c || !d) throw new Error("four lines");
    const ctx = world.as();
    await told(fileId, [[d, "1000", "paid", "", "", ""]]);
    const rows = [
      [a, "1000.00", "paid", "", "", ""],
      [b, "1000.01", "paid", "", "", ""],
      ["po-nobody-1", "1000", "paid", "", "", ""],
      [a, "1000", "failed", "", "", ""],
      [c, "1000", "perhaps", "", "", ""],
      [d, "1000", "failed", "", "", ""],
    ];
    const created = await createPayoutFileResults(ctx, { fileId, bytes: resultsCsv(rows) });
    const resultsId = created.status === "previewed" ? created.resultsId : "";
    const plan = await getPayoutFileResults(ctx, { fileId, resultsId });
    expect(plan?.errors.map(({ row, message }) => [row, message.split(/[:.]/)[0]])).toEqual([
      [3, "The amount is not the one that was exported"],
      [4, "No line of this file has this reference"],
      [5, "It is listed twice"],
      [6, "Say paid, failed, returned or pending"],
      [7, "It was decided before"],
    ]);
    expect(await applyPayoutFileResults(ctx, { fileId, resultsId })).toEqual({ status: "has_errors" });
    expect((await linesOf(fileId)).map(({ result }) => result)).toEqual([null, null, null, "paid"]);
    await voided(fileId);
  });

  test("may come in parts, may be pending, and money may come back days later", async () => {
    const [payee] = await waiting(1);
    const bank = await world.held("bank");
    const fileId = await exported();
    const [line] = await linesOf(fileId);
    const row = (status: string) => [[line?.reference ?? "", "1000", status, "", "", ""]];
    expect(await told(fileId, row("Processing"))).toEqual({ status: "nothing_new" });
    expect(await told(fileId, row("paid"))).toMatchObject({ status: "applied", isClosed: true });
    world.pass(3 * 24 * 60);
    expect(await told(fileId, row("Returned"))).toMatchObject({ status: "applied", returned: 1 });
    expect(await world.held("bank")).toBe(bank);
    expect(await world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "reversed" });
    expect(await world.held(`guard_payable:${payee?.guardId}`)).toBe(100_000n);
  });

  test("that make no sense as a file are refused in a sentence", async () => {
    await waiting(1);
    const fileId = await exported();
    const read = (text: string) =>
      createPayoutFileResults(world.as(), { fileId, bytes: new TextEncoder().encode(text) });
    expect(await read("")).toMatchObject({ status: "unreadable" });
    expect(await read("Name,Amount\nx,1")).toMatchObject({
      status: "unreadable",
      message: expect.stringContaining("“Reference”, “Status”"),
    });
    expect(await read("Reference,Ref,Amount,Status\nx,x,1,paid")).toMatchObject({
      status: "unreadable",
      message: expect.stringContaining("twice"),
    });
    await voided(fileId);
  });
});

describe("giving a file up", () => {
  test("takes two people, and what has no result is sent again under another reference", async () => {
    const payees = await waiting(2);
    const fileId = await exported();
    const [paid, free] = await linesOf(fileId);
    await told(fileId, [[paid?.reference ?? "", "1000", "paid", "", "", ""]]);
    expect(await voidPayoutFile(world.as("usr-checker"), fileId)).toEqual({ status: "not_asked" });
    await expect(startPayoutFileVoid(world.as(), { fileId, reason: " " })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await startPayoutFileVoid(world.as(), { fileId, reason: "the bank is down" })).toEqual({ status: "asked" });
    expect(await deliverPayoutFile(world.as("usr-checker"), fileId)).toEqual({ status: "being_voided" });
    await expect(voidPayoutFile(world.as(), fileId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      world.owner.query(
        "update payout_files set voided_by = void_asked_by, status = 'voided', ended_at = now() where id = $1",
        [fileId],
      ),
    ).rejects.toMatchObject({ constraint: "payout_files_voided_by_two_people" });
    expect(await archivePayoutFileVoid(world.as(), fileId)).toEqual({ status: "kept" });
    await startPayoutFileVoid(world.as(), { fileId, reason: "the bank is down" });
    const both = await Promise.all([
      voidPayoutFile(world.as("usr-checker"), fileId),
      voidPayoutFile(world.as("usr-other"), fileId),
    ]);
    expect(both).toContainEqual({ status: "voided", released: 1 });
    expect(both.filter(({ status }) => status === "voided")).toHaveLength(1);
    expect(await world.fileOf(fileId)).toBeNull();
    expect(await world.send()).toBe(1);
    const payee = payees.find(({ guardId }) => guardId === free?.guardId);
    const { id, status } = await world.payoutOf(payee ?? { guardId: "" });
    expect([status, await world.credits([`${id}-1`]), await world.credits([`${id}-2`])]).toEqual(["paid", 0, 1]);
    expect(await linesOf(fileId)).toMatchObject([
      { result: "paid", isReleased: false },
      { result: null, isReleased: true },
    ]);
  });

  test("does not hide it when the bank paid all the same", async () => {
    const [payee] = await waiting(1);
    const bank = await world.held("bank");
    const fileId = await exported();
    const [line] = await linesOf(fileId);
    await voided(fileId);
    await world.send();
    expect(await told(fileId, [[line?.reference ?? "", "1000", "paid", "", "", ""]])).toMatchObject({
      status: "applied",
      paid: 1,
    });
    expect(await world.held("bank")).toBe(bank + 100_000n);
    expect(await world.alerts("payout.paid_after_failure")).toContain(line?.reference);
    expect(await world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "paid" });
  });

  test.each(["failed", "voided", "paid"] as const)(
    "ends right when the rail paid an earlier reference after all, and the bank's line is %s",
    async (end) => {
      const [payee] = await waiting(1);
      if (!payee) throw new Error("one waits");
      await world.simulator.settings({ starterBusiness: true });
      await world.send();
      await world.simulator.settings({ starterBusiness: false });
      const [bank, lost] = [await world.held("bank"), await world.held("refund_losses")];
      const fileId = await exported();
      const { id } = await world.payoutOf(payee);
      const late = { status: "succeeded", amountMinor: 100_000n, currency: "NGN", railFeeMinor: 0n } as const;
      const transfer = { ...late, rail: "paystack", environment: null, reference: `${id}-1`, transferCode: "TRF_late" };
      await applyTransferAnswers(world.ctx(), [
        {
          reference: `${id}-1`,
          answer: { status: "found", transfer: { ...transfer, failure: null, movedAt: null } },
          source: "lookup",
          trace: null,
          eventId: null,
        },
      ]);
      expect(await world.alerts("payout.paid_while_exported")).toContain(`${id}-1`);
      expect(await world.payoutOf(payee)).toMatchObject({ status: "exported" });
      expect(await checkBooks(world.database.ownerUrl)).toEqual([]);
      if (end === "voided") await voided(fileId);
      else await told(fileId, [[`${id}-2`, "1000", end, "", "", ""]]);
      expect(await world.payoutOf(payee)).toMatchObject({ status: "paid" });
      expect(await world.held("payout_in_transit")).toBe(0n);
      const twice = end === "paid" ? 100_000n : 0n;
      expect(await world.held("bank")).toBe(bank + twice);
      expect(await world.held("refund_losses")).toBe(lost - twice);
      expect(await world.send()).toBe(0);
    },
  );

  test("deletes the file later should storage not answer", async () => {
    await waiting(1);
    const fileId = await exported();
    await startPayoutFileVoid(world.as(), { fileId, reason: "the bank is down" });
    const down = {
      ...world.as("usr-checker"),
      files: { list: () => Promise.reject(new Error("down")) } as unknown as R2Bucket,
    };
    expect(await voidPayoutFile(down, fileId)).toMatchObject({ status: "voided" });
    expect(world.errors.splice(0)).toEqual(["payout_files.not_deleted"]);
    expect(await world.fileOf(fileId)).not.toBeNull();
    expect(await archivePayoutFiles({ ...world.ctx(), files: world.files })).toBe(1);
    expect(await world.fileOf(fileId)).toBeNull();
    expect(await archivePayoutFiles({ ...world.ctx(), files: world.files })).toBe(0);
  });
});

describe("who may", () => {
  test("is finance with a fresh second factor, in its own organisation", async () => {
    await waiting(1);
    const fileId = await exported();
    const ways = [
      (ctx: ReturnType<BankFileWorld["as"]>) => deliverPayoutFile(ctx, fileId),
      (ctx: ReturnType<BankFileWorld["as"]>) => startPayoutFileVoid(ctx, { fileId, reason: "not mine" }),
      (ctx: ReturnType<BankFileWorld["as"]>) => archivePayoutFileVoid(ctx, fileId),
      (ctx: ReturnType<BankFileWorld["as"]>) => voidPayoutFile(ctx, fileId),
      (ctx: ReturnType<BankFileWorld["as"]>) => createPayoutFileResults(ctx, { fileId, bytes: new Uint8Array() }),
      (ctx: ReturnType<BankFileWorld["as"]>) => getPayoutFileResults(ctx, { fileId, resultsId: "pfr-x" }),
      (ctx: ReturnType<BankFileWorld["as"]>) => applyPayoutFileResults(ctx, { fileId, resultsId: "pfr-x" }),
    ];
    for (const way of ways) {
      await expect(way(world.as("usr-x", "finance", "org-demo-nairobi"))).rejects.toMatchObject({ code: "NOT_FOUND" });
      for (const role of ["auditor", "operations", "admin"] as const) {
        await expect(way(world.as("usr-x", role))).rejects.toMatchObject({ code: "FORBIDDEN" });
      }
      const stale = world.as();
      const actor = { ...stale.actor, secondFactorAt: new Date(0) } as typeof stale.actor;
      await expect(way({ ...stale, actor })).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    }
    await expect(createPayoutFile(world.as("usr-x", "auditor"), NAIRA)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createPayoutFile(world.as(), { currency: "naira", kind: "cash" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const foreign = world.as("usr-x", "finance", "org-demo-nairobi");
    expect(
      await createPayoutFile(foreign, { ...NAIRA, payoutIds: (await linesOf(fileId)).map(({ payoutId }) => payoutId) }),
    ).toEqual({ status: "nothing_to_export" });
    await expect(getPayoutFile(foreign, { fileId, after: null, before: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await listPayoutFiles(foreign, { after: null, before: null })).rows).toEqual([]);
    expect(await listPayoutFileCandidates(foreign)).toEqual([]);
    await voided(fileId);
  });
});
