import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemRandomness } from "#app/core/ids.ts";
import type { Role } from "#app/domain/permissions.ts";
import { createSwapReport, findCode, findCodeInPicture, printPng } from "#app/domain/qr/index.ts";
import { mintToken } from "#app/domain/qr/token.ts";
import { staffWorkerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey, seed } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const APP = "https://asante.app";

let database: TestDatabase;
let emeka: { token: string; serial: string };
let wanjiru: { token: string; serial: string };

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database);
  const rows = await readRows("select id, token, serial from qr_codes");
  const code = (id: string) => rows.find((row) => row["id"] === id) as unknown as { token: string; serial: string };
  emeka = code("code-demo-emeka");
  wanjiru = code("code-demo-wanjiru");
});
afterAll(() => database?.close());

const readRows = (text: string) => rowsOf(database.ownerUrl, text);

function as(role: Role = "auditor", organisationId = LAGOS) {
  const ctx = staffWorkerContext({ database, bridgeUrl: database.bridgeUrl }, { organisationId, role });
  return { ...ctx, settings: { ...ctx.settings, appUrl: APP } };
}
const check = (text: string) => findCode(as(), text);

describe("checking a code", () => {
  test("knows one of ours however it was read or typed, and says whose it is", async () => {
    const { token } = emeka;
    const spelled = `asante.app/g/${token.slice(0, 6)}-${token.slice(6, 12)}-${token.slice(12)}`;
    for (const text of [
      `HTTPS://ASANTE.APP/G/${token}`,
      `${APP}/g/${token.toLowerCase()}`,
      `${APP}/g/${token}?from=poster#top`,
      spelled,
      ` ${spelled}/ `,
      token,
    ]) {
      expect(await check(text), text).toMatchObject({
        status: "ours",
        bySerial: false,
        code: { serial: emeka.serial, version: 1, status: "active", guard: { name: "Emeka Okafor", status: "active" } },
      });
    }
  });

  test("knows a serial, and says that only the serial was compared", async () => {
    expect(await check(emeka.serial.toLowerCase())).toMatchObject({ status: "ours", bySerial: true });
    expect(await check("ZZZ-0000-0000")).toEqual({ status: "unknown_serial" });
    expect(await check(wanjiru.serial)).toEqual({ status: "unknown_serial" });
  });

  test("calls our own token on any other host NOT OURS: it is a swap", async () => {
    const { token } = emeka;
    for (const text of [
      `https://asante-app.com/g/${token}`,
      `https://asante.app.evil.example/g/${token}`,
      `https://asante.app@evil.example/g/${token}`,
      `https://asante.app:8443/g/${token}`,
      `https://user:word@asante.app/g/${token}`,
      `evil.example/g/${token}`,
      `//evil.example/g/${token}`,
      `upi://pay?pa=someone@bank`,
      `javascript:alert(1)`,
      `tel:+2348030000000`,
      `WIFI:S:gate;;`,
    ]) {
      expect((await check(text)).status, text).toMatch(/^(not_ours|unreadable)$/);
      expect((await check(text)).status, text).not.toBe("ours");
    }
    expect(await check(`https://evil.example/g/${token}`)).toEqual({ status: "not_ours", host: "evil.example" });
  });

  test("calls a token that we never signed NOT OURS, even on our host", async () => {
    const forged = `${emeka.token.slice(0, -1)}${emeka.token.endsWith("7") ? "8" : "7"}`;
    expect(await check(`${APP}/g/${forged}`)).toEqual({ status: "not_ours", host: null });
    const elsewhere = await mintToken(["another key that is long enough to be one"], systemRandomness);
    expect(await check(`${APP}/g/${elsewhere}`)).toEqual({ status: "not_ours", host: null });
  });

  test("names nobody of another organisation", async () => {
    expect(await check(`${APP}/g/${wanjiru.token}`)).toEqual({ status: "of_another" });
    const unknown = await mintToken([qrSigningKey], systemRandomness);
    expect(await check(`${APP}/g/${unknown}`)).toEqual({ status: "of_another" });
  });

  test("says of a revoked code that it is ours and takes nothing", async () => {
    await readRows("update qr_codes set status = 'revoked', revoked_at = now() where id = 'code-demo-bisi'");
    const [bisi] = await readRows("select token from qr_codes where id = 'code-demo-bisi'");
    expect(await check(`${APP}/g/${bisi?.["token"]}`)).toMatchObject({ status: "ours", code: { status: "revoked" } });
  });

  test("has no answer for what is neither an address nor a serial", async () => {
    expect(await check(`${APP}/receipt/x`)).toEqual({ status: "other_page" });
    for (const text of ["", " ", "Emeka", "\0", "x".repeat(3_000), "🙂"]) {
      expect(await check(text), text).toEqual({ status: "unreadable" });
    }
  });
});

describe("a photo of a code", () => {
  test("is read like the code itself", async () => {
    const png = printPng(`${APP}/g/${emeka.token}`);
    const reading = await findCodeInPicture(as(), inColour(png));
    expect(reading).toEqual({ status: "read", text: `${APP}/g/${emeka.token}`.toUpperCase() });
  });

  test("without a code, or that is no picture, is no answer and no fault", async () => {
    const blank = new PNG({ width: 200, height: 200, fill: true });
    blank.data.fill(255);
    expect(await findCodeInPicture(as(), Uint8Array.from(PNG.sync.write(blank)))).toEqual({ status: "no_code" });
    for (const bytes of [new Uint8Array(0), new Uint8Array(400).fill(7), new TextEncoder().encode("%PDF-1.7")]) {
      expect(await findCodeInPicture(as(), bytes)).toEqual({ status: "unreadable" });
    }
  });
});

describe("the report of a swapped sticker", () => {
  const report = { siteId: "site-demo-banana-island", found: "evil.example", note: "On the left pillar" };

  test("raises an alert that says where and what, as often as one is found", async () => {
    await createSwapReport(as("operations"), report);
    await createSwapReport(as("operations"), { ...report, siteId: "" });
    const alerts = await readRows("select organisation_id, kind, detail from alerts order by raised_at, detail desc");
    expect(alerts).toHaveLength(2);
    expect(alerts.find(({ detail }) => String(detail).includes("Banana Island Gate 2"))).toMatchObject({
      organisation_id: LAGOS,
      kind: "sticker_swap",
      detail: "a code that is not ours was found at Banana Island Gate 2: evil.example: On the left pillar",
    });
  });

  test("is refused for another organisation's site, to who may only look, and when it is too long", async () => {
    await expect(createSwapReport(as("owner", "org-demo-nairobi"), report)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(createSwapReport(as("auditor"), report)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const long = { ...report, note: "x".repeat(301) };
    await expect(createSwapReport(as("operations"), long)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

/** Photos have colours; what the printer makes has one bit a pixel. */
function inColour(png: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(PNG.sync.write(PNG.sync.read(Buffer.from(png))));
}
