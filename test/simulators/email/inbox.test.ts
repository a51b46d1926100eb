import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type EmailSimulatorOptions, simulatorClient, startEmailSimulator } from "./index.ts";

const EMAIL = {
  from: "Asante <hello@asante.app>",
  to: ["Ada Obi <ada@example.com>"],
  subject: "A <b>bold</b> subject",
  text: "Come in: https://asante.app/in/1?a=1&b=2. Or look at (https://asante.app/help).",
  html: '<script>alert(1)</script><a href="https://asante.app/in/1?a=1&amp;b=2">Come in</a> <a href="mailto:x@y.z">x</a>',
  attachments: [{ filename: "kö.txt", content: btoa("hello"), content_type: "text/plain" }],
};

async function openInbox(options: EmailSimulatorOptions = {}) {
  const simulator = await startEmailSimulator(options);
  onTestFinished(() => simulator.close());
  const send = (change: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${simulator.url}/emails`, {
      method: "POST",
      headers: { authorization: `Bearer ${simulator.apiKey}`, ...headers },
      body: JSON.stringify({ ...EMAIL, ...change }),
    });
  const page = (path: string) => fetch(simulator.url + path);
  return { simulator, send, page, control: simulatorClient(simulator.url) };
}

describe("the provider's API", () => {
  test("takes a message and gives its id", async () => {
    const { send, control } = await openInbox();
    const response = await send();
    expect([response.status, await response.json()]).toEqual([200, { id: (await control.last("ada@example.com")).id }]);
  });

  test("gives the first answer again for a key it knows, and keeps one message", async () => {
    const { send, control } = await openInbox();
    const key = { "idempotency-key": "one" };
    const first = await (await send({}, key)).json();
    expect(await (await send({}, key)).json()).toEqual(first);
    expect((await send({ subject: "Another" }, key)).status).toBe(409);
    expect((await send({ subject: "Another" }, { "idempotency-key": "two" })).status).toBe(200);
    expect(await control.inbox()).toHaveLength(2);
  });

  test.each([
    ["no sender", { from: undefined }, 422, "missing_required_field"],
    ["neither text nor HTML", { text: undefined, html: undefined }, 422, "missing_required_field"],
    ["a reader that is no address", { to: "ada" }, 422, "validation_error"],
    ["a file that is not in base 64", { attachments: [{ filename: "x", content: "!" }] }, 422, "invalid_attachment"],
  ])("refuses a message with %s by name", async (_, change, status, name) => {
    const { send, control } = await openInbox();
    const response = await send(change);
    expect([response.status, await response.json()]).toMatchObject([status, { name }]);
    expect(await control.inbox()).toEqual([]);
  });

  test("asks for a key of its own", async () => {
    const { send, page } = await openInbox();
    expect((await send({}, { authorization: "Bearer another" })).status).toBe(403);
    expect((await send({}, { authorization: "" })).status).toBe(401);
    expect((await page("/emails")).status).toBe(404);
  });
});

describe("the control client", () => {
  test("finds the mail of one address, newest first, with the links in it", async () => {
    const { send, control } = await openInbox();
    await send({ subject: "First" });
    await send({ subject: "Second", to: "someone@example.com" });
    await send({ subject: "Third", to: "ADA@example.com" });
    expect((await control.inbox("ada@example.com")).map(({ subject }) => subject)).toEqual(["Third", "First"]);
    expect((await control.last("ada@example.com")).links).toEqual([
      "https://asante.app/in/1?a=1&b=2",
      "https://asante.app/help",
    ]);
    await expect(control.last("nobody@example.com")).rejects.toThrow("nothing came for nobody@example.com");
  });

  test("a fault strikes as often as it was told, and is forgotten by a reset", async () => {
    const { send, control } = await openInbox();
    await control.fault({ kind: "status", status: 429, times: 2 });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([429, 429, 200]);
    await control.fault({ kind: "status", times: 5 });
    await control.reset();
    expect((await send()).status).toBe(200);
    expect(await control.inbox()).toHaveLength(1);
  });
});

describe("the inbox page", () => {
  test("lists what came, and shows a message without trusting a word of it", async () => {
    const { send, page, control } = await openInbox();
    await send();
    const { id } = await control.last("ada@example.com");
    const list = await (await page("/")).text();
    expect(list).toContain(`href="/emails/${id}"`);
    const message = await (await page(`/emails/${id}`)).text();
    for (const html of [list, message]) {
      expect(html).not.toContain("<b>bold</b>");
      expect(html).not.toContain("<script");
    }
    expect(message).toContain(`<iframe title="The message" src="/emails/${id}/body" sandbox="`);
    expect(message).toContain('<a href="https://asante.app/in/1?a=1&#38;b=2"');
    const body = await page(`/emails/${id}/body`);
    expect(await body.text()).toContain(EMAIL.html);
    expect(body.headers.get("content-security-policy")).toMatch(/^sandbox allow-popups .*default-src 'none'/);
  });

  test("gives attachments as files", async () => {
    const { send, page, control } = await openInbox();
    await send();
    const { id } = await control.last("ada@example.com");
    const file = await page(`/emails/${id}/attachments/0`);
    expect(await file.text()).toBe("hello");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''k%C3%B6.txt");
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("says that a message or a file is not here", async () => {
    const { send, page, control } = await openInbox();
    await send();
    const { id } = await control.last("ada@example.com");
    for (const path of ["/emails/none", `/emails/${id}/attachments/1`, "/somewhere"]) {
      expect((await page(path)).status).toBe(404);
    }
  });
});

test("a restart remembers messages and the keys they came under", async () => {
  const folder = mkdtempSync(join(tmpdir(), "email-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const dataFile = join(folder, "deep", "email.json");
  const before = await openInbox({ dataFile });
  await before.send({}, { "idempotency-key": "one" });
  const kept = await before.control.inbox();
  await before.simulator.close();

  const after = await openInbox({ dataFile });
  expect(await after.control.inbox()).toEqual(kept);
  await after.send({}, { "idempotency-key": "one" });
  expect(await after.control.inbox()).toHaveLength(1);
});
