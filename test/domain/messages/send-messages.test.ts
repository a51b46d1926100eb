import { EventEmitter, once } from "node:events";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hours, after as later, minutes } from "#app/core/time.ts";
import { type Ctx, query } from "#app/domain/context.ts";
import { messageInsert, type OutgoingMessage, sendMessages, textInserts } from "#app/domain/messages/index.ts";
import { ATTEMPTS_AT_MOST } from "#app/domain/messages/rules.ts";
import type { Channel } from "#app/domain/ports.ts";
import { workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { type EmailSimulator, simulatorClient, startEmailSimulator } from "#test/simulators/email/index.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const INVITATION: OutgoingMessage = {
  organisationId: null,
  purpose: "invitation",
  recipient: "ada@example.com",
  subject: "You are invited",
  text: "Come in: https://asante.app/invitations/secret-word",
  html: '<a href="https://asante.app/invitations/secret-word">Come in</a>',
};

let database: TestDatabase;
let provider: EmailSimulator;
let inbox: ReturnType<typeof simulatorClient>;

beforeAll(async () => {
  database = await openTestDatabase();
  provider = await startEmailSimulator();
  inbox = simulatorClient(provider.url);
});
afterAll(async () => {
  await provider.close();
  await database.close();
});
beforeEach(async () => {
  await inbox.reset();
  await rowsOf(database.ownerUrl, "truncate messages, alerts");
});

const contextAt = (at: Date, errors: string[] = []) =>
  workerContext({ database, bridgeUrl: database.bridgeUrl, email: provider, at, errors });
const queue = (message: Partial<OutgoingMessage> = {}, at = AT) => {
  const ctx = contextAt(at);
  return query(ctx.db, messageInsert({ ...INVITATION, ...message }, ctx));
};
const rows = () => rowsOf(database.ownerUrl, "select * from messages order by recipient");
const row = async () => (await rows())[0] ?? {};
const alerts = () => rowsOf(database.ownerUrl, "select organisation_id, kind, subject, detail from alerts");

describe("a message that is due", () => {
  test("is sent once, as it was written, and its body is kept no longer", async () => {
    await queue();
    expect(await sendMessages(contextAt(AT))).toBe(1);
    expect(await sendMessages(contextAt(later(AT, hours(30))))).toBe(0);
    const [email, ...others] = await inbox.inbox();
    expect(others).toEqual([]);
    expect(email).toMatchObject({
      from: "Asante <hello@asante.app>",
      to: [INVITATION.recipient],
      subject: INVITATION.subject,
      text: INVITATION.text,
      html: INVITATION.html,
      attachments: [],
    });
    expect(await row()).toMatchObject({
      id: email?.idempotencyKey,
      status: "sent",
      attempts: 1,
      next_attempt_at: null,
      body_text: null,
      body_html: null,
      provider_id: email?.id,
      sent_at: AT,
    });
    expect(await alerts()).toEqual([]);
  });

  test("is taken by one of two senders that come at once, and never by both", async () => {
    const recipients = Array.from({ length: 8 }, (_, i) => `guard-${i}@example.com`);
    for (const recipient of recipients) await queue({ recipient });
    const [one, other] = await Promise.all([sendMessages(contextAt(AT)), sendMessages(contextAt(AT))]);
    expect(one + other).toBe(8);
    expect((await rows()).map(({ status, attempts }) => ({ status, attempts }))).toEqual(
      recipients.map(() => ({ status: "sent", attempts: 1 })),
    );
    expect((await inbox.inbox()).map(({ to }) => to[0]).sort()).toEqual(recipients);
  });

  test("that another sender is just taking is passed over, neither waited for nor taken twice", async () => {
    await queue();
    await queue({ recipient: "next@example.com" });
    const other = new pg.Client({ connectionString: database.ownerUrl });
    await other.connect();
    try {
      await other.query("begin");
      await other.query(
        "update messages set status = 'sending', attempts = 1, next_attempt_at = $1 where recipient = $2",
        [later(AT, minutes(3)), INVITATION.recipient],
      );
      expect(await sendMessages(contextAt(AT))).toBe(1);
      await other.query("commit");
    } finally {
      await other.end();
    }
    expect((await inbox.inbox()).map(({ to }) => to)).toEqual([["next@example.com"]]);
  });

  test("that no answer came for is sent again under the same key, and the reader has one", async () => {
    await queue();
    await inbox.fault({ kind: "status", status: 502, when: "after" });
    expect(await sendMessages(contextAt(AT))).toBe(0);
    expect(await row()).toMatchObject({
      status: "unknown",
      note: "application_error",
      next_attempt_at: later(AT, minutes(1)),
      body_text: INVITATION.text,
    });
    expect(await sendMessages(contextAt(later(AT, minutes(1) - 1)))).toBe(0);
    expect(await row()).toMatchObject({ attempts: 1 });
    expect(await sendMessages(contextAt(later(AT, minutes(1))))).toBe(1);
    expect(await row()).toMatchObject({ status: "sent", attempts: 2 });
    expect(await inbox.inbox()).toHaveLength(1);
  });

  test("whose sender was lost is sent again under the same key", async () => {
    await queue();
    await rowsOf(
      database.ownerUrl,
      "update messages set status = 'sending', attempts = 1, next_attempt_at = $1::timestamptz",
      [later(AT, minutes(3))],
    );
    expect(await sendMessages(contextAt(AT))).toBe(0);
    expect(await sendMessages(contextAt(later(AT, minutes(3))))).toBe(1);
    expect(await row()).toMatchObject({ status: "sent", attempts: 2 });
  });

  test("is not moved by a sender that answers when another has taken its place", async () => {
    await queue();
    const first = new EventEmitter();
    const firstIsDone = once(first, "done");
    const second = contextAt(later(AT, minutes(3)));
    const { email } = second.channels;
    const waits: Channel = { name: "email", send: (message) => firstIsDone.then(() => email.send(message)) };
    let secondIsDone: Promise<number> | undefined;
    const overtaken: Channel = {
      name: "email",
      async send() {
        secondIsDone = sendMessages({ ...second, channels: { ...second.channels, email: waits } });
        await expect.poll(async () => (await row())["attempts"]).toBe(2);
        return { status: "refused", reason: "late", httpStatus: 422, tookMs: minutes(3) };
      },
    };
    const third = contextAt(AT);
    await sendMessages({ ...third, channels: { ...third.channels, email: overtaken } });
    expect(await row()).toMatchObject({ status: "sending", attempts: 2, body_text: INVITATION.text });
    first.emit("done");
    await secondIsDone;
    expect(await row()).toMatchObject({ status: "sent", attempts: 2 });
    expect(await alerts()).toEqual([]);
  });
});

describe("a message that comes to nothing", () => {
  test("has failed when the provider refuses it, with an alert and without its body", async () => {
    await queue({ recipient: "nobody", organisationId: "org-platform" });
    expect(await sendMessages(contextAt(AT))).toBe(1);
    expect(await row()).toMatchObject({
      status: "failed",
      note: "validation_error",
      next_attempt_at: null,
      body_text: null,
      body_html: null,
      sent_at: null,
    });
    expect(await alerts()).toEqual([
      {
        organisation_id: "org-platform",
        kind: "message.failed",
        subject: (await row())["id"],
        detail: "the email message (invitation) was not sent: validation_error",
      },
    ]);
    expect(await sendMessages(contextAt(later(AT, hours(30))))).toBe(0);
  });

  test("is given up after the last attempt, with one alert", async () => {
    await queue();
    await inbox.fault({ kind: "status", status: 503, times: ATTEMPTS_AT_MOST });
    let at = AT;
    for (let attempt = 1; attempt <= ATTEMPTS_AT_MOST; attempt++) {
      expect(await row()).toMatchObject({ body_text: INVITATION.text, attempts: attempt - 1 });
      await sendMessages(contextAt(at));
      at = ((await row())["next_attempt_at"] as Date | null) ?? at;
    }
    expect(await row()).toMatchObject({ status: "failed", attempts: ATTEMPTS_AT_MOST, body_text: null });
    expect(await alerts()).toHaveLength(1);
    expect(await inbox.inbox()).toEqual([]);
  });

  test("is not sent once its link has expired", async () => {
    await queue({ expiresAt: later(AT, minutes(30)) });
    expect(await sendMessages(contextAt(later(AT, minutes(30))))).toBe(1);
    expect(await row()).toMatchObject({ status: "failed", note: "expired", body_text: null });
    expect(await alerts()).toHaveLength(1);
    expect(await inbox.inbox()).toEqual([]);
  });

  test("has failed when it is of a channel that is not connected: someone must tell its reader otherwise", async () => {
    const texts = [
      {
        about: "org-platform",
        organisationId: "org-platform",
        purpose: "guard_pin_set",
        recipient: "+2348000000000",
        text: "One",
      },
    ];
    const ctx = contextAt(AT);
    await query(ctx.db, textInserts(texts, ctx, sql`organisations`));
    const errors: string[] = [];
    const { email } = ctx.channels;
    expect(await sendMessages({ ...contextAt(AT, errors), channels: { email } as Ctx["channels"] })).toBe(1);
    expect(errors).toEqual([]);
    expect(await row()).toMatchObject({ status: "failed", note: "channel_not_connected", body_text: null });
    expect(await alerts()).toHaveLength(1);
  });

  test("goes by the channel that it is for: a text as SMS, once", async () => {
    const text = { about: "org-platform", organisationId: "org-platform", purpose: "guard_pin_set", text: "One" };
    const ctx = contextAt(AT);
    await query(ctx.db, textInserts([{ ...text, recipient: "+2348000000000" }], ctx, sql`organisations`));
    expect(await sendMessages(contextAt(AT))).toBe(1);
    expect(await row()).toMatchObject({ status: "sent", channel: "sms", body_text: null });
    expect(await inbox.inbox()).toMatchObject([{ from: "Asante", to: ["+2348000000000"], text: "One" }]);
  });

  test("waits while our own key is wrong: that is no fault of the message", async () => {
    await queue();
    const email = { url: provider.url, apiKey: "re_another_key" };
    await sendMessages(workerContext({ database, bridgeUrl: database.bridgeUrl, email, at: AT }));
    expect(await row()).toMatchObject({ status: "unknown", note: "invalid_api_key", body_text: INVITATION.text });
  });

  test("waits while the file that goes with it cannot be read", async () => {
    await queue({ attachment: { key: "codes/one.pdf", name: "one.pdf", contentType: "application/pdf" } });
    const errors: string[] = [];
    await sendMessages(contextAt(AT, errors));
    expect(await row()).toMatchObject({ status: "unknown", note: "fault" });
    expect(errors).toEqual(["message.not_sent"]);
    expect(await inbox.inbox()).toEqual([]);
  });
});

describe("a message is queued by the statement of the change it tells of", () => {
  const change = (ctx: Ctx, from: string) =>
    query(
      ctx.db,
      sql`with changed as (
          update organisations set name = 'Renamed' where id = 'org-platform' and name = ${from} returning id
        ), told as (${messageInsert(INVITATION, ctx, sql`changed`)})
        select id from changed`,
    );

  test("and is not there when that change lost its race", async () => {
    const ctx = workerContext({ database: { url: database.ownerUrl }, bridgeUrl: database.bridgeUrl, at: AT });
    await change(ctx, "Another name");
    expect(await rows()).toEqual([]);
    await change(ctx, "Asante");
    expect(await rows()).toMatchObject([{ status: "queued", created_at: AT, next_attempt_at: AT }]);
  });

  test("and no word of it but the subject and the reader outlives its end", async () => {
    await queue();
    await sendMessages(contextAt(AT));
    expect(JSON.stringify(await rows())).not.toContain("secret-word");
  });

  test("the application can neither change whom it is for nor take it away", async () => {
    await queue();
    const { db } = contextAt(AT);
    for (const forbidden of [sql`update messages set recipient = 'x@example.com'`, sql`delete from messages`]) {
      await expect(db.execute(forbidden)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});
