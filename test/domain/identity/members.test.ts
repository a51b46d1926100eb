import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minutes } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  applyInvitation,
  applyRoleChange,
  archiveInvitation,
  archiveMember,
  createInvitation,
  createRoleChange,
  findInvitation,
  findSession,
  listInvitations,
  listMembers,
  listRoleChanges,
  releaseInvitation,
  voidRoleChange,
} from "#app/domain/identity/index.ts";
import type { MemberRole } from "#app/domain/identity/input.ts";
import type { Role } from "#app/domain/permissions.ts";
import { connect } from "#db/client.ts";
import { seedDemo } from "#db/seed/index.ts";
import { overlapping } from "#test/factories/races.ts";
import {
  addPerson,
  type DrivenClock,
  drivenClock,
  enterPassword,
  identityContext,
  lastMessage,
  newBrowser,
  tokenIn,
} from "#test/factories/staff.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase, type TestDatabase } from "#test/setup/database.ts";
import { qrSigningKey } from "#test/setup/demo.ts";

const LAGOS = "org-demo-lagos";
const ACCRA = "org-demo-accra";
const NAIROBI = "org-demo-nairobi";
const PASSWORD = "obsidian-kettle-march-3";

let database: TestDatabase;
let clock: DrivenClock;
let ctx: Ctx;
let people = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.ownerUrl, [qrSigningKey]);
  clock = drivenClock();
  ctx = identityContext(database, clock);
});
afterAll(() => database?.close());

async function newMember(role: MemberRole, organisationId = LAGOS) {
  const email = `${role}${people++}@example.com`;
  const userId = await addPerson(database, ctx, { email, organisationId, role });
  return { email, userId, as: as(userId, role, organisationId) };
}

/** A context of one of the staff, behind row-level security. */
function as(userId: string, role: Role, organisationId = LAGOS): Ctx {
  const db = connect(database.staffUrl, { fetchEndpoint: database.bridgeUrl, timeoutMs: 10_000, organisationId });
  const actor = { kind: "staff" as const, userId, name: "Test", sessionId: "ses-test", organisationId, role };
  return { ...ctx, db, pageDb: db, actor: { ...actor, secondFactorAt: clock.now() } };
}

const newEmail = () => `guest${people++}@example.com`;
const linkFor = async (email: string) => tokenIn(await lastMessage(database, email));
const accept = (token: string) => applyInvitation(ctx, { token, name: "Ada Obi", password: PASSWORD });
const roleOf = async (userId: string, organisationId = LAGOS) => {
  const sql = "select role, status from members where user_id = $1 and organisation_id = $2";
  return (await rowsOf(database.ownerUrl, sql, [userId, organisationId]))[0];
};

describe("an invitation", () => {
  test("makes a member with a name and a password, once in a race", async () => {
    const { as: admin } = await newMember("admin");
    const email = newEmail();
    expect((await createInvitation(admin, { email: email.toUpperCase(), role: "auditor" })).status).toBe("sent");
    const token = await linkFor(email);
    expect(await findInvitation(ctx, { token })).toEqual({
      organisationName: "Palmgate Security",
      email,
      role: "auditor",
      hasAccount: false,
    });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => accept(token)));
    expect(outcomes.filter(({ status }) => status === "accepted")).toHaveLength(1);
    expect(await enterPassword(ctx, newBrowser(), email, PASSWORD)).toBe("enrolment");
    expect(await findInvitation(ctx, { token })).toBeNull();
  });

  test("works for thirty minutes and until it is taken back", async () => {
    const { as: admin } = await newMember("admin");
    const [late, revoked] = [newEmail(), newEmail()];
    await createInvitation(admin, { email: late, role: "auditor" });
    const second = await createInvitation(admin, { email: revoked, role: "auditor" });
    const [lateToken, revokedToken] = [await linkFor(late), await linkFor(revoked)];
    const invitationId = second.status === "sent" ? second.invitationId : "";
    expect(await archiveInvitation(admin, { invitationId })).toEqual({ status: "revoked" });
    expect(await accept(revokedToken)).toEqual({ status: "dead" });
    clock.advance(minutes(30));
    expect(await accept(lateToken)).toEqual({ status: "dead" });
    expect((await listInvitations(admin)).find(({ email }) => email === late)?.status).toBe("expired");
  });

  test.each(["admin", "finance"] as const)("to %s waits for a second person, who is not the first", async (role) => {
    const [maker, checker] = [await newMember("owner"), await newMember("admin")];
    const email = newEmail();
    const asked = await createInvitation(maker.as, { email, role });
    expect(asked.status).toBe("requested");
    expect(await lastMessage(database, email)).toBeUndefined();
    const invitationId = asked.status === "requested" ? asked.invitationId : "";
    expect(await releaseInvitation(maker.as, { invitationId })).toEqual({ status: "own_request" });
    const released = await Promise.all([1, 2, 3].map(() => releaseInvitation(checker.as, { invitationId })));
    expect(released.filter(({ status }) => status === "sent")).toHaveLength(1);
    expect((await accept(await linkFor(email))).status).toBe("accepted");
  });

  test("to owner is released by an owner or by Asante, never by an admin", async () => {
    const [maker, admin] = [await newMember("admin"), await newMember("admin")];
    const asked = await createInvitation(maker.as, { email: newEmail(), role: "owner" });
    const invitationId = asked.status === "requested" ? asked.invitationId : "";
    await expect(releaseInvitation(admin.as, { invitationId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const platform = await addPerson(database, ctx, { email: newEmail(), isPlatform: true });
    expect(await releaseInvitation(as(platform, "platform"), { invitationId })).toEqual({ status: "sent" });
  });

  test("replaces the open one of the same address, whose link dies", async () => {
    const { as: admin } = await newMember("admin");
    const email = newEmail();
    await createInvitation(admin, { email, role: "auditor" });
    const first = await linkFor(email);
    clock.advance(1_000);
    await createInvitation(admin, { email, role: "auditor" });
    expect(await findInvitation(ctx, { token: first })).toBeNull();
    expect(await findInvitation(ctx, { token: await linkFor(email) })).toMatchObject({ role: "auditor" });
  });

  test("of somebody who works elsewhere adds a membership and leaves name and password", async () => {
    const { email, userId } = await newMember("operations", ACCRA);
    const { as: admin } = await newMember("admin");
    await createInvitation(admin, { email, role: "auditor" });
    const token = await linkFor(email);
    expect(await findInvitation(ctx, { token })).toMatchObject({ hasAccount: true });
    expect(await applyInvitation(ctx, { token, name: "", password: "" })).toEqual({ status: "accepted", email });
    expect(await enterPassword(ctx, newBrowser(), email)).toBe("enrolment");
    expect(await roleOf(userId)).toEqual({ role: "auditor", status: "active" });
    expect(await createInvitation(admin, { email, role: "admin" })).toEqual({ status: "already_member" });
  });

  test("of somebody new is not accepted without a name, and stays open", async () => {
    const { as: admin } = await newMember("admin");
    const email = newEmail();
    await createInvitation(admin, { email, role: "auditor" });
    const token = await linkFor(email);
    await expect(applyInvitation(ctx, { token, name: "", password: PASSWORD })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await accept(token)).toEqual({ status: "accepted", email });
  });

  test("is written by owners and admins of the organisation alone", async () => {
    const invitation = { email: newEmail(), role: "auditor" as const };
    for (const role of ["operations", "finance", "auditor"] as const) {
      const { as: member } = await newMember(role);
      await expect(createInvitation(member, invitation)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const { as: admin } = await newMember("admin");
    const made = await createInvitation(admin, invitation);
    const invitationId = made.status === "sent" ? made.invitationId : "";
    const { as: foreign } = await newMember("owner", ACCRA);
    expect(await archiveInvitation(foreign, { invitationId })).toEqual({ status: "not_open" });
    await expect(releaseInvitation(foreign, { invitationId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listInvitations(foreign)).some(({ email }) => email === invitation.email)).toBe(false);
  });
});

describe("a change of role", () => {
  test("is made at once and ends the member's sessions", async () => {
    const [admin, member] = [await newMember("admin"), await newMember("operations")];
    const browser = newBrowser();
    await enterPassword(ctx, browser, member.email);
    expect(await createRoleChange(admin.as, { userId: member.userId, role: "auditor" })).toEqual({ status: "applied" });
    expect(await roleOf(member.userId)).toEqual({ role: "auditor", status: "active" });
    expect(await findSession(ctx, browser.visit)).toBeNull();
  });

  test.each([
    ["finance", "admin"],
    ["admin", "finance"],
    ["admin", "operations"],
  ] as const)("to %s waits for a second person, neither who asked nor whose role it is", async (role, before) => {
    const [maker, checker, member] = [await newMember("owner"), await newMember("admin"), await newMember(before)];
    const asked = await createRoleChange(maker.as, { userId: member.userId, role });
    const changeId = asked.status === "requested" ? asked.changeId : "";
    expect(await roleOf(member.userId)).toMatchObject({ role: before });
    expect((await listRoleChanges(checker.as)).map((change) => change.changeId)).toContain(changeId);
    expect(await applyRoleChange(maker.as, { changeId })).toEqual({ status: "own_request" });
    const own = applyRoleChange(as(member.userId, "admin"), { changeId });
    expect(await own).toEqual({ status: "own_request" });
    const applied = await Promise.all([1, 2, 3].map(() => applyRoleChange(checker.as, { changeId })));
    expect(applied.filter(({ status }) => status === "applied")).toHaveLength(1);
    expect(await roleOf(member.userId)).toMatchObject({ role });
  });

  test("that was declined, or whose member's role is another by now, is not applied", async () => {
    const [maker, checker] = [await newMember("owner"), await newMember("owner")];
    const [declined, moved] = [await newMember("operations"), await newMember("operations")];
    const first = await createRoleChange(maker.as, { userId: declined.userId, role: "finance" });
    const second = await createRoleChange(maker.as, { userId: moved.userId, role: "finance" });
    const [one, two] = [first, second].map((asked) => (asked.status === "requested" ? asked.changeId : ""));
    expect(await voidRoleChange(checker.as, { changeId: one ?? "" })).toEqual({ status: "void" });
    await createRoleChange(maker.as, { userId: moved.userId, role: "auditor" });
    expect(await applyRoleChange(checker.as, { changeId: one ?? "" })).toEqual({ status: "not_open" });
    expect(await applyRoleChange(checker.as, { changeId: two ?? "" })).toEqual({ status: "not_open" });
  });

  test("is nobody's own, nor an admin's over an owner, nor in another organisation", async () => {
    const [admin, owner, foreign] = [
      await newMember("admin"),
      await newMember("owner"),
      await newMember("owner", ACCRA),
    ];
    const change = (by: Ctx, userId: string) => createRoleChange(by, { userId, role: "auditor" });
    await expect(change(admin.as, admin.userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(change(admin.as, owner.userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(archiveMember(admin.as, { userId: owner.userId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(change(foreign.as, admin.userId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listMembers(foreign.as)).members.map(({ userId }) => userId)).not.toContain(admin.userId);
    expect((await listMembers(admin.as)).members.map(({ userId }) => userId)).toContain(owner.userId);
    const { members, total } = await listMembers(admin.as, owner.userId.replace("usr-", "").slice(0, 8));
    expect(total).toBeGreaterThan(0);
    expect((await listMembers(admin.as, "nobody at all")).members).toEqual([]);
    expect(members.length).toBeLessThanOrEqual(total);
  });
});

describe("the last owner", () => {
  test("is neither removed nor demoted", async () => {
    const { userId } = await newMember("owner", NAIROBI);
    const platform = as(await addPerson(database, ctx, { email: newEmail(), isPlatform: true }), "platform", NAIROBI);
    expect(await archiveMember(platform, { userId })).toEqual({ status: "last_owner" });
    expect(await createRoleChange(platform, { userId, role: "operations" })).toEqual({ status: "last_owner" });
    const asked = await createRoleChange(platform, { userId, role: "finance" });
    const changeId = asked.status === "requested" ? asked.changeId : "";
    const other = as(await addPerson(database, ctx, { email: newEmail(), isPlatform: true }), "platform", NAIROBI);
    expect(await applyRoleChange(other, { changeId })).toEqual({ status: "last_owner" });
    expect(await roleOf(userId, NAIROBI)).toEqual({ role: "owner", status: "active" });
    await voidRoleChange(other, { changeId });
  });

  test("remains when two owners remove each other at the same time, whoever wins", async () => {
    for (let round = 0; round < 3; round++) {
      const [one, two] = [await newMember("owner", ACCRA), await newMember("owner", ACCRA)];
      await rowsOf(
        database.ownerUrl,
        "update members set role = 'auditor' where organisation_id = $1 and user_id <> all($2)",
        [ACCRA, [one.userId, two.userId]],
      );
      const outcomes = await overlapping(database.ownerUrl, ACCRA, [
        () => archiveMember(one.as, { userId: two.userId }),
        () => archiveMember(two.as, { userId: one.userId }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["last_owner", "removed"]);
    }
  });
});

test.each(["removed", "made an auditor"])(
  "what somebody asked for who was %s since is nobody's to approve",
  async (how) => {
    const [owner, maker, other] = [await newMember("owner"), await newMember("admin"), await newMember("auditor")];
    const invited = await createInvitation(maker.as, { email: newEmail(), role: "finance" });
    const wished = await createRoleChange(maker.as, { userId: other.userId, role: "finance" });
    const change = { userId: maker.userId, role: "auditor" } as const;
    if (how === "removed") await archiveMember(owner.as, { userId: maker.userId });
    else expect(await createRoleChange(owner.as, change)).toEqual({ status: "applied" });
    const invitationId = invited.status === "requested" ? invited.invitationId : "";
    const changeId = wished.status === "requested" ? wished.changeId : "";
    expect(await releaseInvitation(owner.as, { invitationId })).toEqual({ status: "not_open" });
    expect(await applyRoleChange(owner.as, { changeId })).toEqual({ status: "not_open" });
    expect((await roleOf(other.userId))?.["role"]).toBe("auditor");
  },
);

test("a removed member is out at once, and comes back by a new invitation", async () => {
  const [admin, member] = [await newMember("admin"), await newMember("operations")];
  const browser = newBrowser();
  await enterPassword(ctx, browser, member.email);
  expect(await archiveMember(admin.as, { userId: member.userId })).toEqual({ status: "removed" });
  expect(await findSession(ctx, browser.visit)).toBeNull();
  expect(await enterPassword(ctx, newBrowser(), member.email)).toBe("refused");
  await createInvitation(admin.as, { email: member.email, role: "auditor" });
  await accept(await linkFor(member.email));
  expect(await roleOf(member.userId)).toEqual({ role: "auditor", status: "active" });
});
