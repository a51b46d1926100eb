import { createHash } from "node:crypto";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Randomness } from "#app/core/ids.ts";
import { mintToken } from "#app/domain/qr/index.ts";
import type { DataKey } from "#app/domain/sealing.ts";
import { guards, organisationPolicies, organisations, qrCodes, sites } from "../schema/index.ts";
import { DEMO, type DemoGuard, type DemoOrganisation } from "./demo.ts";
import { seedStaff } from "./staff.ts";

export { DEMO_PASSWORD, DEMO_TOTP_SECRET, demoEmail } from "./staff.ts";

export interface SeededGuard {
  id: string;
  displayName: string;
  status: DemoGuard["status"];
  codeId: string;
  token: string;
}
export interface SeededOrganisation {
  id: string;
  name: string;
  currency: string;
  guards: SeededGuard[];
}

/** When the demo organisations began; before every tip. */
const BEGAN_AT = new Date("2026-01-05T08:00:00Z");

/**
 * Adds the demo organisations where they are not there yet, and given data keys their staff. The same keys give the same
 * tokens, on every machine.
 */
export async function seedDemo(
  ownerUrl: string,
  qrSigningKeys: readonly string[],
  dataKeys: readonly DataKey[] = [],
): Promise<SeededOrganisation[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const db = drizzle(client);
    const seeded: SeededOrganisation[] = [];
    for (const organisation of DEMO) seeded.push(await seedOrganisation(db, organisation, qrSigningKeys));
    if (dataKeys.length > 0) await seedStaff(db, dataKeys, BEGAN_AT);
    return seeded;
  } finally {
    await client.end();
  }
}

async function seedOrganisation(db: NodePgDatabase, demo: DemoOrganisation, keys: readonly string[]) {
  const { name, country, currency, timeZone, policy } = demo;
  const id = `org-demo-${demo.key}`;
  const organisation = { id, name, slug: demo.key, country, currency, timeZone, createdAt: BEGAN_AT };
  await db.insert(organisations).values(organisation).onConflictDoNothing();
  const terms = { ...policy, organisationId: id, version: 1, inForceFrom: BEGAN_AT, patronMayCoverFee: true };
  await db.insert(organisationPolicies).values(terms).onConflictDoNothing();
  const seeded: SeededGuard[] = [];
  for (const { key, name: siteName, guards: people } of demo.sites) {
    const siteId = `site-demo-${key}`;
    await db
      .insert(sites)
      .values({ id: siteId, organisationId: id, name: siteName, createdAt: BEGAN_AT })
      .onConflictDoNothing();
    for (const person of people) seeded.push(await seedGuard(db, person, { organisationId: id, siteId }, keys));
  }
  return { id, name, currency, guards: seeded };
}

async function seedGuard(
  db: NodePgDatabase,
  { key, ...person }: DemoGuard,
  place: { organisationId: string; siteId: string },
  keys: readonly string[],
): Promise<SeededGuard> {
  const id = `guard-demo-${key}`;
  const codeId = `code-demo-${key}`;
  const token = await mintToken(keys, fixedRandomness(codeId));
  await db
    .insert(guards)
    .values({ ...person, ...place, id, employeeId: key.toUpperCase(), createdAt: BEGAN_AT })
    .onConflictDoNothing();
  await db
    .insert(qrCodes)
    .values({
      id: codeId,
      organisationId: place.organisationId,
      guardId: id,
      token,
      serial: `DEMO-${key.toUpperCase()}`,
      version: 1,
      status: "active",
      createdAt: BEGAN_AT,
    })
    .onConflictDoNothing();
  return { id, displayName: person.displayName, status: person.status, codeId, token };
}

/** The same bytes for the same name: demo codes are known, and sign nothing outside a local stack. */
function fixedRandomness(name: string): Randomness {
  return { bytes: (length) => new Uint8Array(createHash("sha512").update(name).digest().subarray(0, length)) };
}
