import { describe, expect, test } from "vitest";
import { readOutcome, writeEmail } from "#app/channels/email/translate.ts";

const answer = (httpStatus: number | null, body: unknown, fault: string | null = null) => ({
  body,
  fault,
  httpStatus,
  tookMs: 7,
});

describe("an answer in our words", () => {
  test.each([400, 413, 422, 451])("a %i that names its reason refuses the message", (status) => {
    const outcome = readOutcome(answer(status, { statusCode: status, name: "validation_error", message: "ada@x.y" }));
    expect(outcome).toEqual({ status: "refused", reason: "validation_error", httpStatus: status, tookMs: 7 });
  });

  test.each([401, 403, 404, 405, 408, 409, 425, 429, 500, 503, 302])("a %i says nothing of the message", (status) => {
    expect(readOutcome(answer(status, { name: "not_now" }))).toMatchObject({ status: "unknown", reason: "not_now" });
  });

  test("what quotes a person is never a reason: it goes to logs", () => {
    const quoting = readOutcome(answer(422, { name: "ada@example.com is not an address" }));
    expect(JSON.stringify(quoting)).not.toContain("ada");
  });

  test("an answer that was not whole is unknown, whatever its status", () => {
    expect(readOutcome(answer(200, null, "SyntaxError"))).toMatchObject({ status: "unknown", reason: "SyntaxError" });
    expect(readOutcome(answer(null, null, "TimeoutError"))).toMatchObject({ status: "unknown", httpStatus: null });
  });
});

test("a message without HTML and attachments is written without them", () => {
  const written = writeEmail({ to: "a@b.co", subject: "One", text: "Two", idempotencyKey: "k" }, "Me <me@b.co>");
  expect(written).toEqual({ from: "Me <me@b.co>", to: ["a@b.co"], subject: "One", text: "Two" });
});
