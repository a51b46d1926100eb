import { describe, expect, test } from "vitest";
import {
  applyPayoutFileResults,
  createPayoutFileResults,
  getPayoutFile,
  getPayoutFileResults,
} from "#app/domain/payouts/index.ts";
import { inBankFileWorld } from "#test/factories/bank-file-steps.ts";
import { resultsCsv } from "#test/factories/bank-files.ts";

const its = inBankFileWorld();
const { waiting, exported, linesOf, told, voided } = its;

describe("a bank's results", () => {
  test("pay from the bank and fail as a rail's failure does, and the file is closed and deleted", async () => {
    const [paid, failed] = await waiting(2);
    const before = { bank: await its.world.held("bank"), fees: await its.world.held("rail_fees") };
    const fileId = await exported();
    const [one, two] = await linesOf(fileId);
    const rows = [
      [one?.reference.toUpperCase() ?? "", "NGN 1,000.00", "SUCCESSFUL", "B-77", "", "26.88"],
      [two?.reference ?? "", "1000", "Rejected", "", "Account dormant", ""],
    ];
    expect(await told(fileId, rows)).toEqual({ status: "applied", paid: 1, failed: 1, returned: 0, isClosed: true });
    expect(await its.world.held("bank")).toBe(before.bank + 102_688n);
    expect(await its.world.held("rail_fees")).toBe(before.fees - 2_688n);
    expect(await its.world.held("payout_in_transit")).toBe(0n);
    const { guardId } = [paid, failed].find((payee) => payee?.guardId === two?.guardId) ?? { guardId: "" };
    expect(await its.world.held(`guard_payable:${guardId}`)).toBe(100_000n);
    expect(await its.world.payoutOf({ guardId })).toMatchObject({ status: "failed", reason: "rejected" });
    expect(await its.world.alerts("payout.failed")).toContain(two?.reference);
    expect(await linesOf(fileId)).toMatchObject([
      { result: "paid", bankReference: "B-77" },
      { result: "failed", reason: "Account dormant" },
    ]);
    expect(await its.world.fileOf(fileId)).toBeNull();
    expect((await getPayoutFile(its.world.as(), { fileId, after: null, before: null })).file).toMatchObject({
      status: "closed",
      paid: 1,
      failed: 1,
    });
  });

  test("post once, imported twice and by two people at once", async () => {
    await waiting(3);
    const bank = await its.world.held("bank");
    const fileId = await exported();
    const rows = (await linesOf(fileId)).map(({ reference }) => [reference, "1000.00", "paid", "", "", ""]);
    const both = await Promise.all([told(fileId, rows), told(fileId, rows, its.world.as("usr-other"))]);
    expect(both.map(({ status }) => status).sort()).toContain("applied");
    expect(both.filter(({ status }) => status === "applied")).toHaveLength(1);
    expect(await told(fileId, rows)).toEqual({ status: "nothing_new" });
    expect(await its.world.held("bank")).toBe(bank + 300_000n);
  });

  test("are refused as a whole when one row is wrong, and each such row is named", async () => {
    await waiting(4);
    const fileId = await exported();
    const [a, b, c, d] = (await linesOf(fileId)).map(({ reference }) => reference);
    if (!a || !b || !c || !d) throw new Error("four lines");
    const ctx = its.world.as();
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
    const bank = await its.world.held("bank");
    const fileId = await exported();
    const [line] = await linesOf(fileId);
    const row = (status: string) => [[line?.reference ?? "", "1000", status, "", "", ""]];
    expect(await told(fileId, row("Processing"))).toEqual({ status: "nothing_new" });
    expect(await told(fileId, row("paid"))).toMatchObject({ status: "applied", isClosed: true });
    its.world.pass(3 * 24 * 60);
    expect(await told(fileId, row("Returned"))).toMatchObject({ status: "applied", returned: 1 });
    expect(await its.world.held("bank")).toBe(bank);
    expect(await its.world.payoutOf(payee ?? { guardId: "" })).toMatchObject({ status: "reversed" });
    expect(await its.world.held(`guard_payable:${payee?.guardId}`)).toBe(100_000n);
  });

  test("that make no sense as a file are refused in a sentence", async () => {
    await waiting(1);
    const fileId = await exported();
    const read = (text: string) =>
      createPayoutFileResults(its.world.as(), { fileId, bytes: new TextEncoder().encode(text) });
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
