import { describe, expect, onTestFinished, test } from "vitest";
import { post } from "#app/channels/email/client.ts";
import { emailChannel } from "#app/channels/email/index.ts";
import type { Message } from "#app/domain/ports.ts";
import { simulatorClient, startEmailSimulator } from "#test/simulators/email/index.ts";

const MESSAGE: Message = {
  to: "ada@example.com",
  subject: "You are invited",
  text: "Come in: https://asante.app/invitations/one",
  html: "<p>Come in</p>",
  idempotencyKey: "msg-01kah3v1z8m3q4n5p6r7s8t9vw",
};

async function openChannel() {
  const provider = await startEmailSimulator();
  onTestFinished(() => provider.close());
  const options = {
    baseUrl: provider.url,
    apiKey: provider.apiKey,
    from: "Asante <hello@asante.app>",
    now: () => performance.now(),
  };
  return { provider, control: simulatorClient(provider.url), options, channel: emailChannel(options) };
}

describe("a message", () => {
  test("that the provider takes is sent, under the provider's id", async () => {
    const { channel, control } = await openChannel();
    const outcome = await channel.send(MESSAGE);
    const email = await control.last(MESSAGE.to);
    expect(outcome).toMatchObject({ status: "sent", id: email.id, httpStatus: 200 });
    expect(email).toMatchObject({
      from: "Asante <hello@asante.app>",
      to: [MESSAGE.to],
      subject: MESSAGE.subject,
      text: MESSAGE.text,
      html: MESSAGE.html,
      idempotencyKey: MESSAGE.idempotencyKey,
    });
  });

  test("sent again under its key has the same outcome, and the reader has one", async () => {
    const { channel, control } = await openChannel();
    const first = await channel.send(MESSAGE);
    const again = await channel.send(MESSAGE);
    expect(again).toMatchObject({ status: "sent", id: first.status === "sent" && first.id });
    expect(await control.inbox()).toHaveLength(1);
  });

  test("arrives with its attachments, byte for byte, whatever their size", async () => {
    const { channel, control } = await openChannel();
    const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => (i * 31) % 256);
    const attachments = [
      { name: "code №1.pdf", contentType: "application/pdf", bytes },
      { name: "empty.txt", contentType: "text/plain", bytes: new Uint8Array() },
    ];
    expect(await channel.send({ ...MESSAGE, attachments })).toMatchObject({ status: "sent" });
    const email = await control.last(MESSAGE.to);
    expect(email.attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
      ["code №1.pdf", "application/pdf"],
      ["empty.txt", "text/plain"],
    ]);
    expect(email.attachments.map(({ content }) => Buffer.from(content, "base64").length)).toEqual([100_001, 0]);
    expect(Buffer.from(email.attachments[0]?.content ?? "", "base64").equals(bytes)).toBe(true);
  });

  test.each([
    ["an address that is none", { to: "nobody" }, "validation_error"],
    ["no subject, which e-mail needs", { subject: "" }, "validation_error"],
    ["a key that is too long", { idempotencyKey: "k".repeat(300) }, "invalid_idempotency_key"],
  ])("with %s is refused in the provider's word, and nobody has it", async (_, change, reason) => {
    const { channel, control } = await openChannel();
    expect(await channel.send({ ...MESSAGE, ...change })).toMatchObject({ status: "refused", reason });
    expect(await control.inbox()).toEqual([]);
  });

  test.each([
    ["a 500 before the work", { kind: "status" }],
    ["a 502 after the work", { kind: "status", status: 502, when: "after" }],
    ["a 429", { kind: "status", status: 429 }],
    ["a 408", { kind: "status", status: 408 }],
    ["a connection reset in the middle of the answer", { kind: "reset" }],
    ["a 200 that is not JSON", { kind: "garbage" }],
    ["a 200 without an id", { kind: "status", status: 200, body: { object: "email" } }],
    ["a 200 whose id is no word", { kind: "status", status: 200, body: { id: "<script>" } }],
    ["a 200 that is no object", { kind: "status", status: 200, body: null }],
    ["a 422 that does not say why", { kind: "status", status: 422, body: { oops: true } }],
  ] as const)("answered with %s is unknown, never refused and never thrown", async (_, fault) => {
    const { channel, control } = await openChannel();
    await control.fault(fault);
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "unknown" });
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "sent" });
    expect(await control.inbox()).toHaveLength(1);
  });

  test("is not refused because our own key is wrong", async () => {
    const { options, control } = await openChannel();
    const outcome = await emailChannel({ ...options, apiKey: "re_another" }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: "unknown", reason: "invalid_api_key", httpStatus: 403 });
    expect(await control.inbox()).toEqual([]);
  });

  test("is not refused because its key was used with other words: one of them was sent", async () => {
    const { channel } = await openChannel();
    await channel.send(MESSAGE);
    const other = await channel.send({ ...MESSAGE, text: "Other words" });
    expect(other).toMatchObject({ status: "unknown", reason: "invalid_idempotent_request", httpStatus: 409 });
  });

  test("whose provider is not there is unknown", async () => {
    const { channel, provider } = await openChannel();
    await provider.close();
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "unknown", httpStatus: null });
  });
});

test.each(["before", "after"] as const)(
  "a call without an answer, the work done or not (%s), ends in time",
  async (when) => {
    const { options, control } = await openChannel();
    await control.fault({ kind: "timeout", when });
    const body = { from: options.from, to: MESSAGE.to, subject: "One", text: "Two" };
    const answer = await post({ ...options, timeoutMs: 100 }, "/emails", body, "key");
    expect(answer).toMatchObject({ body: null, fault: "TimeoutError", httpStatus: null });
    expect(await control.inbox()).toHaveLength(when === "after" ? 1 : 0);
  },
);
