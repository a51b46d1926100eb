import { describe, expect, test } from "vitest";
import { applyTransferAnswers } from "#app/domain/payouts/apply-transfer-answers.ts";
import {
  applyDueTransferLookups,
  createPayoutFile,
  deliverPayoutFile,
  findTransferApproval,
  listPayoutFileCandidates,
  listPayoutFiles,
  sendPayouts,
  voidPayout,
  voidUnusablePayouts,
} from "#app/domain/payouts/index.ts";
import { inBankFileWorld, NAIRA } from "#test/factories/bank-file-steps.ts";
import { overlapping } from "#test/factories/races.ts";

const its = inBankFileWorld();
const { waiting, exported, linesOf, told, voided, idsOf, capAt, somebodyWaits } = its;

describe("a bank file", () => {
  test("has a line a payout with whole account numbers, their leading zeros, and nothing that a spreadsheet runs", async () => {
    const [plain] = await waiting(1);
    const [evil] = await waiting(1, { holderName: '=HYPERLINK("http://evil")' });
    const fileId = await exported();
    const text = (await its.world.fileOf(fileId)) ?? "";
    const [header, ...rows] = text.trimEnd().split("\r\n");
    expect(header).toBe(
      '"Reference","Beneficiary name","Account number","Bank code","Bank name","Amount","Currency","Narration"',
    );
    const payout = plain && (await its.world.payoutOf(plain));
    expect(rows[0]).toContain(`"${payout?.id}-1","Pay Ee","${plain?.number}","058","GTBank","1000.00","NGN","Tips, `);
    expect(rows[1]).toContain(`"'=HYPERLINK(""http://evil"")","${evil?.number}"`);
    expect(plain?.number).toMatch(/^00\d{8}$/);
    const { rows: stored } = await its.world.owner.query(
      "select to_jsonb(f)::text || to_jsonb(l)::text as text from payout_files f join payout_file_lines l on l.file_id = f.id where f.id = $1",
      [fileId],
    );
    const { rows: audited } = await its.world.owner.query(
      "select string_agg(to_jsonb(a)::text, ' ') as text from audit_log a",
    );
    expect(stored[0]?.text + audited[0]?.text).not.toContain(plain?.number);
    await voided(fileId);
  });

  test("holds payouts of one currency and kind only, and says what waits", async () => {
    const [wallet] = [await its.world.addPayee({ kind: "mobile_money" })];
    await waiting(1);
    expect(await listPayoutFileCandidates(its.world.as())).toEqual([
      { currency: "NGN", kind: "bank", payouts: 1, totalMinor: "100000", mayNot: 0, isStopped: false },
      { currency: "NGN", kind: "mobile_money", payouts: 1, totalMinor: "100000", mayNot: 0, isStopped: false },
    ]);
    const fileId = await exported();
    expect(await linesOf(fileId)).toHaveLength(1);
    expect(await its.world.payoutOf(wallet)).toMatchObject({ status: "created" });
    expect((await listPayoutFiles(its.world.as(), { after: null, before: null })).rows[0]).toMatchObject({
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
      its.world.owner.query(
        "insert into payout_controls (organisation_id, currency, is_stopped, daily_cap_minor) values ($1, 'NGN', $2, $3)",
        [organisation, stop, cap],
      );
    const nothing = { status: "nothing_to_export" };
    for (const organisation of ["org-demo-lagos", "org-platform"]) {
      await control(organisation, true, null);
      expect(await createPayoutFile(its.world.as(), NAIRA)).toEqual(nothing);
      await its.world.owner.query("delete from payout_controls");
    }
    await its.world.owner.query("update payouts set approval_reason = 'manual' where id = $1", [
      (await its.world.payoutOf(one)).id,
    ]);
    await its.world.owner.query("update payouts set attempts = 1 where id = $1", [(await its.world.payoutOf(two)).id]);
    await its.world.owner.query(
      "insert into payout_attempts (reference, organisation_id, payout_id, number, status, in_doubt, at) select id || '-1', organisation_id, id, 1, 'failed', true, now() from payouts where id = $1",
      [(await its.world.payoutOf(two)).id],
    );
    expect(await createPayoutFile(its.world.as(), NAIRA)).toEqual(nothing);
    await its.world.owner.query("update payouts set approval_reason = null where id = $1", [
      (await its.world.payoutOf(one)).id,
    ]);
    await control("org-demo-lagos", false, 99_999);
    expect(await createPayoutFile(its.world.as(), NAIRA)).toEqual(nothing);
    await its.world.owner.query("update payout_controls set daily_cap_minor = 100000");
    const fileId = await exported();
    // The file used the cap up: a call has none left, and neither has a second file.
    await waiting(1);
    its.world.pass(-24 * 60);
    expect(await its.world.send()).toBe(0);
    expect(await createPayoutFile(its.world.as(), NAIRA)).toEqual(nothing);
    its.world.pass(24 * 60);
    await its.world.owner.query("delete from payout_controls");
    await voided(fileId);
  });

  test("is a way around a rail that holds back, under a reference that was never at the rail", async () => {
    const [payee] = await waiting(1);
    await its.world.simulator.settings({ otpRequired: true });
    await its.world.simulator.settings({ otpRequired: false, starterBusiness: true });
    await its.world.send();
    await its.world.simulator.settings({ starterBusiness: false });
    const { id } = await its.world.payoutOf(payee ?? { guardId: "" });
    expect(await its.world.attemptsOf({ id })).toMatchObject([{ status: "held_back" }]);
    const fileId = await exported();
    expect(await its.world.attemptsOf({ id })).toMatchObject([
      { status: "failed" },
      { reference: `${id}-2`, status: "exported" },
    ]);
    await told(fileId, [[`${id}-2`, "1000", "Paid", "", "", ""]]);
    expect(await its.world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "paid" });
    expect(await its.world.credits([`${id}-1`, `${id}-2`])).toBe(0);
  });

  test("leaves out an account that was changed behind our back, and tells people", async () => {
    const [good, bad] = await waiting(2);
    await its.world.owner.query("update payout_accounts set holder_name = 'Somebody Else' where id = $1", [
      bad?.accountId,
    ]);
    const outcome = await createPayoutFile(its.world.as(), NAIRA);
    expect(outcome).toMatchObject({ status: "exported", lines: 1, leftOut: 1 });
    expect(await its.world.alerts("payout_account.tampered")).toEqual([bad?.accountId]);
    expect(its.world.errors.splice(0)).toEqual(["payout_account.tampered"]);
    expect(await its.world.payoutOf(good ?? { guardId: "" })).toMatchObject({ status: "exported" });
    if (outcome.status === "exported") await voided(outcome.fileId);
  });

  test("is made when it is downloaded should storage have failed, and each download is on record", async () => {
    await waiting(2);
    const down = { ...its.world.as(), files: { put: () => Promise.reject(new Error("down")) } as unknown as R2Bucket };
    const outcome = await createPayoutFile(down, NAIRA);
    expect(outcome).toMatchObject({ status: "exported", isStored: false });
    expect(its.world.errors.splice(0)).toEqual(["payout_file.not_stored"]);
    const fileId = outcome.status === "exported" ? outcome.fileId : "";
    const first = await deliverPayoutFile(its.world.as(), fileId);
    const second = await deliverPayoutFile(its.world.as("usr-other"), fileId);
    expect(first).toMatchObject({
      status: "delivered",
      name: expect.stringMatching(/^asante-ngn-bank-2026-03-.*\.csv$/),
    });
    expect(second).toEqual(first);
    await its.world.owner.query(
      "insert into payout_controls (organisation_id, currency, is_stopped) values ('org-platform', 'NGN', true)",
    );
    expect(await deliverPayoutFile(its.world.as(), fileId)).toEqual({ status: "stopped" });
    await its.world.owner.query("delete from payout_controls");
    await voided(fileId);
    expect(await deliverPayoutFile(its.world.as(), fileId)).toEqual({ status: "ended" });
    const { rows } = await its.world.owner.query(
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
    const { id, amount_minor } = await its.world.payoutOf(payee ?? { guardId: "" });
    expect(await its.world.send()).toBe(0);
    expect(await voidPayout(its.world.as(), { payoutId: id, reason: "guard asked" })).toEqual({ status: "too_late" });
    await its.world.owner.query("update payout_accounts set status = 'replaced' where id = $1", [payee?.accountId]);
    expect(await voidUnusablePayouts(its.world.ctx())).toBe(0);
    its.world.pass(7 * 24 * 60);
    expect(await applyDueTransferLookups(its.world.ctx())).toBe(0);
    const question = {
      reference: `${id}-1`,
      amountMinor: BigInt(amount_minor),
      currency: "NGN",
      recipientCode: payee?.recipientCode ?? null,
    };
    expect(await findTransferApproval(its.world.ctx(), its.world.ctx().rails.paystack, question)).toBe(false);
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
    expect(await applyTransferAnswers(its.world.ctx(), [told])).toEqual([told]);
    expect(await its.world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "exported" });
    expect(await its.world.held("payout_in_transit")).toBe(100_000n);
    await voided(fileId);
  });

  test("goes one way only, however the sender and files race for it", async () => {
    for (let round = 0; round < 6; round++) {
      const payees = await waiting(4);
      const [sent, ...files] = await Promise.all([
        sendPayouts(its.world.ctx()),
        createPayoutFile(its.world.as("usr-maker"), NAIRA),
        createPayoutFile(its.world.as("usr-other"), NAIRA),
      ]);
      const made = files.flatMap((file) => (file.status === "exported" ? [file] : []));
      const lines = made.reduce((sum, file) => sum + file.lines, 0);
      expect((sent ?? 0) + lines).toBe(4);
      for (const payee of payees) {
        const { id, status } = await its.world.payoutOf(payee);
        const bank = await its.world.credits([`${id}-1`]);
        expect([status, bank]).toEqual(bank === 1 ? ["paid", 1] : ["exported", 0]);
      }
      for (const { fileId } of made) await voided(fileId);
      await its.world.send();
    }
  });

  test("counts under the cap exactly, when two files are made at once", async () => {
    const payees = await waiting(4);
    await capAt(200_000);
    const [one, two] = [await idsOf(payees.slice(0, 2)), await idsOf(payees.slice(2))];
    const outcomes = await overlapping(its.world.database.ownerUrl, "org-demo-lagos", [
      () => createPayoutFile(its.world.as("usr-maker"), { ...NAIRA, payoutIds: one }),
      () => createPayoutFile(its.world.as("usr-other"), { ...NAIRA, payoutIds: two }),
    ]);
    const made = outcomes.flatMap((file) => (file.status === "exported" ? [file] : []));
    expect(made).toMatchObject([{ lines: 2 }]);
    for (const { fileId } of made) await voided(fileId);
  });

  test("counts under the cap exactly, when the sender comes while a file is made", async () => {
    const payees = await waiting(4);
    await capAt(200_000);
    const payoutIds = await idsOf(payees.slice(2));
    const outcomes = await overlapping<unknown>(its.world.database.ownerUrl, "org-demo-lagos", [
      () => createPayoutFile(its.world.as(), { ...NAIRA, payoutIds }),
      () => somebodyWaits().then(() => sendPayouts(its.world.ctx())),
    ]);
    expect(outcomes).toMatchObject([{ status: "exported", lines: 2 }, 0]);
    await voided((outcomes[0] as { fileId: string }).fileId);
  });
});
