import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { query } from "#app/domain/context.ts";
import { messageInsert, type OutgoingMessage } from "#app/domain/messages/index.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { type InboxClient, simulatorClient } from "#test/simulators/email/index.ts";

let stack: Stack;
let inbox: InboxClient;

beforeAll(async () => {
  stack = await startTestStack();
  inbox = simulatorClient(stack.email.url);
});
beforeEach(async () => {
  await inbox.reset();
  await rowsOf(stack.database.ownerUrl, "truncate messages");
});
afterAll(() => stack?.stop());

function queue(recipient: string, change: Partial<OutgoingMessage> = {}) {
  const ctx = workerContext({ database: stack.database, bridgeUrl: stack.bridge.url });
  const message = { organisationId: null, purpose: "test", recipient, subject: "One", text: "Two", ...change };
  return query(ctx.db, messageInsert(message, ctx));
}

const wake = (count = 1) =>
  stack.worker.dispatchQueue(
    "asante-rail-events",
    Array.from({ length: count }, (_, i) => ({
      id: `hint-${i}`,
      timestamp: new Date(),
      attempts: 1,
      body: { kind: "message" },
    })),
  );
const statuses = async () =>
  (await rowsOf(stack.database.ownerUrl, "select distinct status from messages")).map((row) => row["status"]);

test("a wake-up has all messages that wait sent at once, with the file that goes with each", async () => {
  const files = await stack.worker.miniflare.getR2Bucket("FILES");
  await files.put("codes/one.pdf", "%PDF");
  const attachment = { key: "codes/one.pdf", name: "one.pdf", contentType: "application/pdf" };
  for (let i = 0; i < 12; i++) await queue(`guard-${i}@example.com`, { attachment });
  const { explicitAcks, retryMessages } = await wake(3);
  expect([explicitAcks, retryMessages]).toEqual([["hint-0", "hint-1", "hint-2"], []]);
  expect(await statuses()).toEqual(["sent"]);
  const emails = await inbox.inbox();
  expect(emails).toHaveLength(12);
  for (const { attachments } of emails) {
    expect(attachments).toEqual([{ name: "one.pdf", contentType: "application/pdf", content: btoa("%PDF") }]);
  }
});

test("with every wake-up lost, the sweep sends what waits", async () => {
  await queue("ada@example.com");
  await stack.worker.dispatchScheduled("* * * * *", new Date(Date.now() + 30_000));
  expect(await statuses()).toEqual(["sent"]);
  expect((await inbox.last("ada@example.com")).from).toBe("Asante <hello@asante.app>");
});

test("a message whose file is not there has failed, and is not sent without it", async () => {
  await queue("ada@example.com", {
    attachment: { key: "codes/none.pdf", name: "x.pdf", contentType: "application/pdf" },
  });
  await wake();
  expect(await rowsOf(stack.database.ownerUrl, "select status, note from messages")).toEqual([
    { status: "failed", note: "attachment_missing" },
  ]);
  expect(await inbox.inbox()).toEqual([]);
});

test("a provider that does not answer costs the queue one batch, and no wake-up is asked for again", async () => {
  for (let i = 0; i < 12; i++) await queue(`guard-${i}@example.com`);
  await inbox.fault({ kind: "status", status: 503, times: 100 });
  const { retryMessages } = await wake();
  expect(retryMessages).toEqual([]);
  const tried = await rowsOf(stack.database.ownerUrl, "select id from messages where attempts > 0");
  expect(tried).toHaveLength(5);
});
