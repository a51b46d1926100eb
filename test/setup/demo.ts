import { type SeededOrganisation, seedDemo } from "#db/seed/index.ts";

/** Signs the codes of local stacks. Not a secret: it protects nothing but invented guards. */
export const qrSigningKey = "local-development-signing-key-not-a-secret";

/** Signs staff sessions of local stacks. Not a secret either. */
export const authSecret = "local-development-staff-secret-not-a-secret";

/** Seals account numbers of local stacks, which belong to nobody. */
export const dataKey = { name: "local", secret: "bG9jYWwtZGV2ZWxvcG1lbnQta2V5LW5vdC1zZWNyZXQ=" };

export type Demo = {
  /** The first guard's page. */
  guardPath: string;
  organisations: SeededOrganisation[];
};

/** Adds the demo organisations and tells where their pages are. */
export async function seed(database: { ownerUrl: string }): Promise<Demo> {
  const organisations = await seedDemo(database.ownerUrl, [qrSigningKey], [dataKey]);
  return { guardPath: guardPath(organisations[0]?.guards[0]?.token ?? ""), organisations };
}

/** The address of a guard's page below the application's own, as its QR code has it. */
export function guardPath(token: string): string {
  return `/g/${token}`;
}
