import { describe, expect, test } from "vitest";
import { applyTransferAnswers } from "#app/domain/payouts/apply-transfer-answers.ts";
import {
  applyPayoutFileResults,
  archivePayoutFiles,
  archivePayoutFileVoid,
  createPayoutFile,
  createPayoutFileResults,
  deliverPayoutFile,
  getPayoutFile,
  getPayoutFileResults,
  listPayoutFileCandidates,
  listPayoutFiles,
  startPayoutFileVoid,
  voidPayoutFile,
} from "#app/domain/payouts/index.ts";
import { checkBooks } from "#db/check.ts";
import { inBankFileWorld, NAIRA } from "#test/factories/bank-file-steps.ts";
import type { BankFileWorld } from "#test/factories/bank-files.ts";

const its = inBankFileWorld();
const { waiting, exported, linesOf, told, voided } = its;

describe("giving a file up", () => {
  test("takes two people, and what has no result is sent again under another reference", async () => {
    const payees = await waiting(2);
    const fileId = await exported();
    const [paid, free] = await linesOf(fileId);
    await told(fileId, [[paid?.reference ?? "", "1000", "paid", "", "", ""]]);
    expect(await voidPayoutFile(its.world.as("usr-checker"), fileId)).toEqual({ status: "not_asked" });
    await expect(startPayoutFileVoid(its.world.as(), { fileId, reason: " " })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await startPayoutFileVoid(its.world.as(), { fileId, reason: "the bank is down" })).toEqual({
      status: "asked",
    });
    expect(await deliverPayoutFile(its.world.as("usr-checker"), fileId)).toEqual({ status: "being_voided" });
    await expect(voidPayoutFile(its.world.as(), fileId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      its.world.owner.query(
        "update payout_files set voided_by = void_asked_by, status = 'voided', ended_at = now() where id = $1",
        [fileId],
      ),
    ).rejects.toMatchObject({ constraint: "payout_files_voided_by_two_people" });
    expect(await archivePayoutFileVoid(its.world.as(), fileId)).toEqual({ status: "kept" });
    await startPayoutFileVoid(its.world.as(), { fileId, reason: "the bank is down" });
    const both = await Promise.all([
      voidPayoutFile(its.world.as("usr-checker"), fileId),
      voidPayoutFile(its.world.as("usr-other"), fileId),
    ]);
    expect(both).toContainEqual({ status: "voided", released: 1 });
    expect(both.filter(({ status }) => status === "voided")).toHaveLength(1);
    expect(await its.world.fileOf(fileId)).toBeNull();
    expect(await its.world.send()).toBe(1);
    const payee = payees.find(({ guardId }) => guardId === free?.guardId);
    const { id, status } = await its.world.payoutOf(payee ?? { guardId: "" });
    expect([status, await its.world.credits([`${id}-1`]), await its.world.credits([`${id}-2`])]).toEqual([
      "paid",
      0,
      1,
    ]);
    expect(await linesOf(fileId)).toMatchObject([
      { result: "paid", isReleased: false },
      { result: null, isReleased: true },
    ]);
  });

  test("does not hide it when the bank paid all the same", async () => {
    const [payee] = await waiting(1);
    const bank = await its.world.held("bank");
    const fileId = await exported();
    const [line] = await linesOf(fileId);
    await voided(fileId);
    await its.world.send();
    expect(await told(fileId, [[line?.reference ?? "", "1000", "paid", "", "", ""]])).toMatchObject({
      status: "applied",
      paid: 1,
    });
    expect(await its.world.held("bank")).toBe(bank + 100_000n);
    expect(await its.world.alerts("payout.paid_after_failure")).toContain(line?.reference);
    expect(await its.world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "paid" });
  });

  test.each(["failed", "voided", "paid"] as const)(
    "ends right when the rail paid an earlier reference after all, and the bank's line is %s",
    async (end) => {
      const [payee] = await waiting(1);
      if (!payee) throw new Error("one waits");
      await its.world.simulator.settings({ starterBusiness: true });
      await its.world.send();
      await its.world.simulator.settings({ starterBusiness: false });
      const [bank, lost] = [await its.world.held("bank"), await its.world.held("refund_losses")];
      const fileId = await exported();
      const { id } = await its.world.payoutOf(payee);
      const late = { status: "succeeded", amountMinor: 100_000n, currency: "NGN", railFeeMinor: 0n } as const;
      const transfer = { ...late, rail: "paystack", environment: null, reference: `${id}-1`, transferCode: "TRF_late" };
      await applyTransferAnswers(its.world.ctx(), [
        {
          reference: `${id}-1`,
          answer: { status: "found", transfer: { ...transfer, failure: null, movedAt: null } },
          source: "lookup",
          trace: null,
          eventId: null,
        },
      ]);
      expect(await its.world.alerts("payout.paid_while_exported")).toContain(`${id}-1`);
      expect(await its.world.payoutOf(payee)).toMatchObject({ status: "exported" });
      expect(await checkBooks(its.world.database.ownerUrl)).toEqual([]);
      if (end === "voided") await voided(fileId);
      else await told(fileId, [[`${id}-2`, "1000", end, "", "", ""]]);
      expect(await its.world.payoutOf(payee)).toMatchObject({ status: "paid" });
      expect(await its.world.held("payout_in_transit")).toBe(0n);
      const twice = end === "paid" ? 100_000n : 0n;
      expect(await its.world.held("bank")).toBe(bank + twice);
      expect(await its.world.held("refund_losses")).toBe(lost - twice);
      expect(await its.world.send()).toBe(0);
    },
  );

  test("deletes the file later should storage not answer", async () => {
    await waiting(1);
    const fileId = await exported();
    await startPayoutFileVoid(its.world.as(), { fileId, reason: "the bank is down" });
    const down = {
      ...its.world.as("usr-checker"),
      files: { list: () => Promise.reject(new Error("down")) } as unknown as R2Bucket,
    };
    expect(await voidPayoutFile(down, fileId)).toMatchObject({ status: "voided" });
    expect(its.world.errors.splice(0)).toEqual(["payout_files.not_deleted"]);
    expect(await its.world.fileOf(fileId)).not.toBeNull();
    expect(await archivePayoutFiles({ ...its.world.ctx(), files: its.world.files })).toBe(1);
    expect(await its.world.fileOf(fileId)).toBeNull();
    expect(await archivePayoutFiles({ ...its.world.ctx(), files: its.world.files })).toBe(0);
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
      await expect(way(its.world.as("usr-x", "finance", "org-demo-nairobi"))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      for (const role of ["auditor", "operations", "admin"] as const) {
        await expect(way(its.world.as("usr-x", role))).rejects.toMatchObject({ code: "FORBIDDEN" });
      }
      const stale = its.world.as();
      const actor = { ...stale.actor, secondFactorAt: new Date(0) } as typeof stale.actor;
      await expect(way({ ...stale, actor })).rejects.toMatchObject({ code: "STEP_UP_REQUIRED" });
    }
    await expect(createPayoutFile(its.world.as("usr-x", "auditor"), NAIRA)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createPayoutFile(its.world.as(), { currency: "naira", kind: "cash" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const foreign = its.world.as("usr-x", "finance", "org-demo-nairobi");
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
