import { createHash } from "node:crypto";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Randomness } from "#app/core/ids.ts";
import { type DataKey, sealText } from "#app/domain/sealing.ts";
import { members, platformAdministrators, staffAccounts, staffTwoFactors, staffUsers } from "../schema/index.ts";

/** Of everybody in the demo. Signs in to invented organisations on one's own machine and nowhere else. */
export const DEMO_PASSWORD = "lantern gatehouse demo 42";
/** The same authenticator secret for everybody, as an authenticator app is given it. */
export const DEMO_TOTP_SECRET = "IFJUCTSUIUWUIRKNJ4WVGVCBIZDA";

/** DEMO_PASSWORD, hashed once: scrypt for each person would make every start slower. */
const PASSWORD_HASH =
  "fb69c7cb1ee7ccfa0a3a4c72cf447392:cb1826e4a8b3adc14c17c011fd4c258a512614637df0def961c45c7dfa76457bb4fa09df03c2bee3ac2ba5b139ecbc3a9390eb4ddf1fcf5cadb131c39d14d9f1";
/** DEMO_TOTP_SECRET before it is put into base 32. */
const TOTP_KEY = "ASANTE-DEMO-STAFF";

type DemoRole = (typeof members.$inferInsert)["role"];
interface DemoPerson {
  name: string;
  /** Of Asante itself, when there is no organisation. */
  role: DemoRole | "platform";
  organisation: string | null;
}

const team = (organisation: string, names: Record<DemoRole, string>): DemoPerson[] =>
  Object.entries(names).map(([role, name]) => ({ name, role: role as DemoRole, organisation }));

const PEOPLE: readonly DemoPerson[] = [
  ...team("lagos", {
    owner: "Ngozi Eze",
    admin: "Tunde Bakare",
    operations: "Halima Sani",
    finance: "Chidi Nwosu",
    auditor: "Yetunde Alabi",
  }),
  ...team("nairobi", {
    owner: "Wanjiru Kamau",
    admin: "Otieno Ouma",
    operations: "Achieng Atieno",
    finance: "Kiprono Cheruiyot",
    auditor: "Mwende Mutua",
  }),
  ...team("accra", {
    owner: "Ama Boateng",
    admin: "Kwame Asare",
    operations: "Esi Quaye",
    finance: "Yaw Darko",
    auditor: "Akosua Owusu",
  }),
  { name: "Sena Adjei", role: "platform", organisation: null },
];

/** The address somebody of the demo signs in with, such as owner@lagos.example. */
export function demoEmail(role: DemoPerson["role"], organisation: string | null): string {
  return `${role}@${organisation ?? "asante"}.example`;
}

/** Adds the staff of the demo organisations where they are not there yet, each with a password and an authenticator app. */
export async function seedStaff(db: NodePgDatabase, keys: readonly DataKey[], at: Date): Promise<void> {
  const staff = await Promise.all(PEOPLE.map((person) => rowsOf(person, keys, at)));
  await db.transaction(async (tx) => {
    await tx
      .insert(staffUsers)
      .values(staff.map(({ user }) => user))
      .onConflictDoNothing();
    await tx
      .insert(staffAccounts)
      .values(staff.map(({ account }) => account))
      .onConflictDoNothing();
    await tx
      .insert(staffTwoFactors)
      .values(staff.map(({ factor }) => factor))
      .onConflictDoNothing();
    await tx
      .insert(members)
      .values(staff.flatMap(({ member }) => member ?? []))
      .onConflictDoNothing();
    await tx
      .insert(platformAdministrators)
      .values(staff.flatMap(({ member, user }) => (member ? [] : { userId: user.id, createdAt: at })))
      .onConflictDoNothing();
  });
}

async function rowsOf({ name, role, organisation }: DemoPerson, keys: readonly DataKey[], at: Date) {
  const key = `${organisation ?? "asante"}-${role}`;
  const userId = `usr-demo-${key}`;
  const dates = { createdAt: at, updatedAt: at };
  const secret = await sealText(TOTP_KEY, userId, { keys, randomness: fixedBytes(userId) });
  return {
    user: { id: userId, name, email: demoEmail(role, organisation), emailVerified: true, ...dates },
    account: {
      id: `acc-demo-${key}`,
      accountId: userId,
      providerId: "credential",
      userId,
      password: PASSWORD_HASH,
      ...dates,
    },
    factor: { userId, secret, createdAt: at, verifiedAt: at },
    member:
      organisation === null || role === "platform"
        ? null
        : { organisationId: `org-demo-${organisation}`, userId, role, status: "active" as const, createdAt: at },
  };
}

/** The same nonce for the same person: each seals one text that is no secret. */
function fixedBytes(name: string): Randomness {
  return { bytes: (length) => new Uint8Array(createHash("sha512").update(name).digest().subarray(0, length)) };
}
