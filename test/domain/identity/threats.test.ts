import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#app/core/errors.ts";
import { after, minutes } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyInvitation,
  applyRoleChange,
  archiveMember,
  createInvitation,
  createRoleChange,
  releaseInvitation,
  voidRoleChange,
} from "#app/domain/identity/index.ts";
import { MEMBER_ROLES, type MemberRole } from "#app/domain/identity/input.ts";
import { roleMay } from "#app/domain/permissions.ts";
import { connect } from "#db/client.ts";
import { seedDemo } from "#db/seed/index.ts";
import { addPerson, drivenClock, identityContext, lastMessage, tokenIn } from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const PASSWORD = "obsidian-kettle-march-3";

interface Person {
  userId: string;
  role: MemberRole;
}

let database: TestDatabase;
let ctx: Ctx;
let mailboxes = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  ctx = identityContext(database, drivenClock());
});
afterAll(() => database?.close());

function as({ userId, role }: Person): Ctx {
  const db = connect(database.staffUrl, {
    fetchEndpoint: database.bridgeUrl,
    timeoutMs: 10_000,
    organisationId: LAGOS,
  });
  const actor = { kind: "staff" as const, userId, name: "Test", sessionId: "ses-test", organisationId: LAGOS, role };
  return { ...ctx, db, pageDb: db, actor: { ...actor, secondFactorAt: ctx.clock.now() } };
}

/** The same somewhat later, with a second factor that no longer counts for what moves money. */
function staleAs(person: Person): Ctx {
  const fresh = as(person);
  if (fresh.actor.kind !== "staff") throw new Error("not staff");
  return { ...fresh, actor: { ...fresh.actor, secondFactorAt: after(ctx.clock.now(), -minutes(6)) } };
}

/** The organisation's people as they are by now. */
const people = async () =>
  (await rowsOf(
    database.ownerUrl,
    `select user_id as "userId", role from members where organisation_id = $1 and status = 'active' order by created_at`,
    [LAGOS],
  )) as unknown as Person[];

/** A refusal is an answer too. */
const tried = <Outcome>(attempt: Promise<Outcome>): Promise<Outcome | undefined> =>
  attempt.catch((error) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });

/** Invites a mailbox of one's own, lets everybody agree, and follows the link that came, if one did. */
async function join(by: Person, email: string, role: MemberRole) {
  const asked = await tried(createInvitation(as(by), { email, role }));
  const invitationId = asked && "invitationId" in asked ? asked.invitationId : "";
  for (const person of await people()) await tried(releaseInvitation(as(person), { invitationId }));
  const token = tokenIn(await lastMessage(database, email));
  if (token) await applyInvitation(ctx, { token, name: "Ada Obi", password: PASSWORD });
}

/** Asks for another role of somebody, and lets everybody agree. */
async function promote(by: Person, { userId }: Person, role: MemberRole) {
  const asked = await tried(createRoleChange(as(by), { userId, role }));
  if (asked?.status !== "requested") return;
  for (const person of await people()) await tried(applyRoleChange(as(person), { changeId: asked.changeId }));
  await voidRoleChange(as(by), { changeId: asked.changeId });
}

test("one owner alone, with any number of mailboxes, gets no second person who may ask for payout accounts or decide about them", async () => {
  const userId = await addPerson(database, ctx, { email: "alone@example.com", organisationId: LAGOS, role: "owner" });
  const owner: Person = { userId, role: "owner" };
  for (let round = 0; round < 2; round++) {
    for (const by of await people()) {
      for (const role of MEMBER_ROLES) await join(by, `mailbox${mailboxes++}@example.com`, role);
    }
    const staff = await people();
    for (const by of staff) {
      for (const person of staff) for (const role of MEMBER_ROLES) await promote(by, person, role);
    }
  }
  const puppets = (await people()).filter((person) => person.userId !== userId);
  expect(puppets.length).toBeGreaterThan(1);
  const addressOf = "select email from staff_users where id = $1";
  const [{ email } = {}] = await rowsOf(database.ownerUrl, addressOf, [puppets[0]?.userId]);
  await archiveMember(as(owner), { userId: puppets[0]?.userId ?? "" });
  await join(owner, String(email), "admin");
  for (const permission of ["payout-accounts.request", "payout-accounts.decide"] as const) {
    expect((await people()).filter(({ role }) => roleMay(role, permission))).toEqual([owner]);
  }
});

test("the database itself keeps an invitation to more than looking from going out on one person's word", async () => {
  const userId = await addPerson(database, ctx, { email: "other@example.com", organisationId: LAGOS, role: "owner" });
  for (const role of ["owner", "admin", "operations", "finance"] as const) {
    const asked = await createInvitation(as({ userId, role: "owner" }), {
      email: `past-the-verbs-${role}@example.com`,
      role,
    });
    const send =
      "update invitations set status = 'sent', token_hash = repeat('0', 64), expires_at = now() where id = $1";
    await expect(
      rowsOf(database.ownerUrl, send, [asked.status === "requested" ? asked.invitationId : ""]),
    ).rejects.toThrow("invitations_to_more_than_looking_are_approved");
  }
});

const arrive = async (role: MemberRole): Promise<Person> => ({
  userId: await addPerson(database, ctx, { email: `late${mailboxes++}@example.com`, organisationId: LAGOS, role }),
  role,
});

test("nobody is given a say over money on a second factor older than five minutes", async () => {
  const [maker, checker, auditor] = [await arrive("owner"), await arrive("admin"), await arrive("auditor")];
  const late = { code: "STEP_UP_REQUIRED" };
  for (const role of MEMBER_ROLES.filter((each) => each !== "auditor")) {
    const guest = createInvitation(staleAs(maker), { email: `late${mailboxes++}@example.com`, role });
    await expect(guest, role).rejects.toMatchObject(late);
  }
  const asked = await createInvitation(as(maker), { email: `late${mailboxes++}@example.com`, role: "finance" });
  const invitationId = "invitationId" in asked ? asked.invitationId : "";
  await expect(releaseInvitation(staleAs(checker), { invitationId })).rejects.toMatchObject(late);

  const promote = { userId: auditor.userId, role: "finance" } as const;
  await expect(createRoleChange(staleAs(maker), promote)).rejects.toMatchObject(late);
  const demote = { userId: checker.userId, role: "auditor" } as const;
  await expect(createRoleChange(staleAs(maker), demote)).rejects.toMatchObject(late);
  const wish = await createRoleChange(as(maker), promote);
  const changeId = "changeId" in wish ? wish.changeId : "";
  await expect(applyRoleChange(staleAs(checker), { changeId })).rejects.toMatchObject(late);
});

test("inviting somebody who only looks, and ending somebody's work, ask no fresh factor", async () => {
  const [maker, leaver] = [await arrive("owner"), await arrive("operations")];
  const looks = await createInvitation(staleAs(maker), { email: `late${mailboxes++}@example.com`, role: "auditor" });
  expect(looks.status).toBe("sent");
  expect(await archiveMember(staleAs(maker), { userId: leaver.userId })).toEqual({ status: "removed" });
});
