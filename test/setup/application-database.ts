import pg from "pg";
import { migrate } from "#db/migrate.ts";

const ROLE = "asante_app";
/** Sees the rows of one organisation only. */
const STAFF_ROLE = "asante_staff";

/** A database as the application sees it and as its owner sees it. */
export type ApplicationDatabase = {
  name: string;
  url: string;
  staffUrl: string;
  ownerUrl: string;
};

/**
 * Creates the database when it is not there, brings it to the newest schema, and lets the application's roles in.
 * The migrations make them without a password; only here, on one machine, the password is the name.
 */
export async function prepareDatabase(superuserUrl: string, name: string): Promise<ApplicationDatabase> {
  const database = databaseUrls(superuserUrl, name);
  await asOwner(superuserUrl, async (client) => {
    const known = await client.query("select from pg_database where datname = $1", [name]);
    if (known.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
  await migrate(database.ownerUrl);
  await asOwner(superuserUrl, async (client) => {
    for (const role of [ROLE, STAFF_ROLE]) await client.query(`alter role ${role} login password '${role}'`);
  });
  return database;
}

/** A copy of a prepared database nobody is connected to. */
export async function cloneDatabase(
  superuserUrl: string,
  template: string,
  name: string,
): Promise<ApplicationDatabase> {
  const copy = `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`;
  await asOwner(superuserUrl, (client) => client.query(copy));
  return databaseUrls(superuserUrl, name);
}

/** Removes a database, whoever is still connected to it. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  const drop = `drop database if exists ${pg.escapeIdentifier(name)} with (force)`;
  await asOwner(superuserUrl, (client) => client.query(drop));
}

function databaseUrls(superuserUrl: string, name: string): ApplicationDatabase {
  const ownerUrl = new URL(superuserUrl);
  ownerUrl.pathname = `/${encodeURIComponent(name)}`;
  const as = (role: string) => Object.assign(new URL(ownerUrl), { username: role, password: role }).href;
  return { name, url: as(ROLE), staffUrl: as(STAFF_ROLE), ownerUrl: ownerUrl.href };
}

async function asOwner<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
