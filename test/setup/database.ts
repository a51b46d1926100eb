import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { type ApplicationDatabase, cloneDatabase, dropDatabase } from "./application-database.ts";

export type TestDatabase = ApplicationDatabase & {
  /** Neon's HTTP endpoint, to be given to `connect` with `url`. */
  bridgeUrl: string;
  close(): Promise<void>;
};

/** A database of one's own with the newest schema and nothing in it. `url` is the application's role, `ownerUrl` may do anything. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, bridgeUrl, template } = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const database = await cloneDatabase(superuserUrl, template, name);
  return {
    ...database,
    bridgeUrl,
    close: () => dropDatabase(superuserUrl, name),
  };
}
