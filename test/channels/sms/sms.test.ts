import { describe, expect, onTestFinished, test } from "vitest";
import { smsChannel } from "#app/channels/sms/index.ts";
import { deduplicationId, readOutcome, writeText } from "#app/channels/sms/translate.ts";
import type { Message } from "#app/domain/ports.ts";
import { simulatorClient, startEmailSimulator } from "#test/simulators/email/index.ts";
import { smsApiKey } from "#test/simulators/sms/index.ts";

const MESSAGE: Message = {
  to: "+2348031110001",
  text: "Palmgate Security: a PIN was set for you.",
  idempotencyKey: "msg-01kah3v1z8m3q4n5p6r7s8t9vw",
};

async function openChannel() {
  const provider = await startEmailSimulator();
  onTestFinished(() => provider.close());
  const options = { baseUrl: provider.url, apiKey: smsApiKey, sender: "Asante", now: () => performance.now() };
  return { control: simulatorClient(provider.url), options, channel: smsChannel(options) };
}

describe("a text", () => {
  test("that the provider takes is sent, under the provider's id", async () => {
    const { channel, control } = await openChannel();
    const outcome = await channel.send(MESSAGE);
    const kept = await control.last(MESSAGE.to);
    expect(outcome).toMatchObject({ status: "sent", id: kept.id, httpStatus: 201 });
    expect(kept).toMatchObject({ from: "Asante", to: [MESSAGE.to], text: MESSAGE.text });
  });

  test("sent again under its key has the same outcome, and the reader has one", async () => {
    const { channel, control } = await openChannel();
    const first = await channel.send(MESSAGE);
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "sent", id: first.status === "sent" && first.id });
    expect(await control.inbox()).toHaveLength(1);
  });

  test("whose deduplication number another message has is sent under the next one", async () => {
    const { channel, options, control } = await openChannel();
    const taken = await deduplicationId(MESSAGE.idempotencyKey, 1);
    const other = writeText({ ...MESSAGE, to: "+2348039990009", idempotencyKey: "msg-another" }, "Asante");
    await fetch(`${options.baseUrl}/messages?deduplication-id=${taken}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(smsApiKey)}` },
      body: JSON.stringify(other),
    });
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "sent" });
    expect(await control.inbox(MESSAGE.to)).toHaveLength(1);
  });

  test("to what is no number is refused, in the provider's word", async () => {
    const { channel, control } = await openChannel();
    expect(await channel.send({ ...MESSAGE, to: "nobody" })).toMatchObject({
      status: "refused",
      reason: "bad-request",
    });
    expect(await control.inbox()).toEqual([]);
  });

  test.each([
    ["a 500 before the work", { kind: "status" }],
    ["a 502 after the work", { kind: "status", status: 502, when: "after" }],
    ["no credit left", { kind: "status", status: 403 }],
    ["a body that breaks off", { kind: "reset", when: "after" }],
    ["a page instead of an answer", { kind: "garbage" }],
  ] as const)("answered by %s may have been sent, and is sent once however often it is tried", async (_, fault) => {
    const { channel, control } = await openChannel();
    await control.fault(fault);
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "unknown" });
    expect(await channel.send(MESSAGE)).toMatchObject({ status: "sent" });
    expect(await control.inbox()).toHaveLength(1);
  });

  test("with a wrong key is not given up: it is not about the message", async () => {
    const { options } = await openChannel();
    const outcome = await smsChannel({ ...options, apiKey: "wrong:key" }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: "unknown", reason: "not-authenticated" });
  });
});

describe("an answer", () => {
  const read = (body: unknown, httpStatus = 201) => readOutcome({ body, fault: null, httpStatus, tookMs: 1 }, MESSAGE);
  const sent = (status: object) => read([{ id: "1", to: "2348031110001", status }]);

  test("that says the message failed refuses it; one that does not know says nothing", () => {
    expect(sent({ type: "FAILED", subtype: "BLOCKED" })).toMatchObject({ status: "refused", reason: "blocked" });
    expect(sent({ type: "UNKNOWN" })).toMatchObject({ status: "unknown" });
    expect(read([])).toMatchObject({ status: "unknown", reason: "no_id" });
    expect(read([{ id: "1", to: "2348039990009", status: { type: "ACCEPTED" } }])).toBe("another");
  });

  test("braces are templates there, and are not sent", () => {
    expect(writeText({ ...MESSAGE, text: "{fn####} {F0}" }, "Asante")).toMatchObject([{ body: "(fn####) (F0)" }]);
  });
});
