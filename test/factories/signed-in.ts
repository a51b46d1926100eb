import { randomBytes } from "node:crypto";
import { makeSignature } from "better-auth/crypto";
import pg from "pg";
import type { Role } from "#app/domain/permissions.ts";
import { formToken } from "#app/staff-forms.ts";
import { authSecret } from "#test/setup/demo.ts";

/** Where to sign in: a stack, or what is like one. */
interface Place {
  url: string;
  database: { ownerUrl: string };
}

interface Person {
  organisationId: string;
  /** `platform` is Asante's own, who is a member of nothing. */
  role: Role;
  name?: string;
  /** How long ago the second factor was given; more than five minutes asks for another before money. */
  factorAgeMs?: number;
}

type Fields = Record<string, string | Blob | readonly string[]>;

/** One of the staff in a browser, as far as a door can tell. */
export interface SignedIn {
  userId: string;
  email: string;
  sessionId: string;
  /** The Cookie header. */
  cookie: string;
  /** What every form of this session carries in its field `csrf`. */
  csrf: string;
  /** Asks for a page; redirects are not followed. */
  get(path: string): Promise<Response>;
  /** Sends a form as our own page would; a file makes it multipart. */
  post(path: string, fields?: Fields): Promise<Response>;
}

/**
 * Makes one of the staff, signed in with two factors, directly in the database: for tests that are about something else
 * than signing in.
 */
export async function signInAs({ url, database }: Place, person: Person): Promise<SignedIn> {
  const letters = randomBytes(10).toString("hex");
  const [userId, sessionId, token] = [`usr-test-${letters}`, `ses-test-${letters}`, `token-${letters}`];
  const email = `${person.role}.${letters}@staff.example`;
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query(
      `insert into staff_users (id, name, email, email_verified, created_at, updated_at)
        values ($1, $2, $3, true, now(), now())`,
      [userId, person.name ?? `Test ${person.role}`, email],
    );
    await client.query(...employment(userId, person));
    await client.query(
      `insert into staff_sessions (id, user_id, token, expires_at, user_agent, created_at, updated_at, activated_at,
          seen_at, second_factor_at)
        values ($1, $2, $3, now() + interval '12 hours', 'Test', now(), now(), now(), now(),
          now() - $4 * interval '1 millisecond')`,
      [sessionId, userId, token, person.factorAgeMs ?? 0],
    );
  } finally {
    await client.end();
  }
  const cookie = `__Host-asante_session=${encodeURIComponent(`${token}.${await makeSignature(token, authSecret)}`)}`;
  const csrf = await formToken(sessionId, [authSecret]);
  return { userId, email, sessionId, cookie, csrf, ...doors(url, cookie, csrf) };
}

function employment(userId: string, { organisationId, role }: Person): [string, string[]] {
  if (role === "platform") {
    return ["insert into platform_administrators (user_id, created_at) values ($1, now())", [userId]];
  }
  return [
    "insert into members (organisation_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', now())",
    [organisationId, userId, role],
  ];
}

function doors(url: string, cookie: string, csrf: string): Pick<SignedIn, "get" | "post"> {
  return {
    get: (path) => fetch(url + path, { headers: { cookie }, redirect: "manual" }),
    post: (path, fields = {}) =>
      fetch(url + path, {
        method: "POST",
        headers: { cookie, origin: new URL(url).origin, "sec-fetch-site": "same-origin" },
        body: bodyOf({ csrf, ...fields }),
        redirect: "manual",
      }),
  };
}

function bodyOf(fields: Fields): FormData | URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string" || value instanceof Blob
      ? [[name, value] as const]
      : value.map((each) => [name, each] as const),
  );
  const hasFiles = pairs.some(([, value]) => value instanceof Blob);
  const body = hasFiles ? new FormData() : new URLSearchParams();
  for (const [name, value] of pairs) (body as FormData).append(name, value as string);
  return body;
}
