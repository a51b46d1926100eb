import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface Attachment {
  name: string;
  contentType: string;
  /** Base 64. */
  content: string;
}

/** What the provider is asked to send. */
export interface Email {
  from: string;
  to: string[];
  subject: string;
  text: string | null;
  html: string | null;
  attachments: Attachment[];
}

export interface StoredEmail extends Email {
  id: string;
  idempotencyKey: string | null;
  at: string;
}

interface RememberedKey {
  emailId: string;
  fingerprint: string;
  atMs: number;
}

export type Acceptance = { kind: "accepted"; id: string } | { kind: "another_request" };

export interface Store {
  /** Newest first. */
  list(to?: string): StoredEmail[];
  find(id: string): StoredEmail | undefined;
  /** Keeps a new message; under a known key, gives the first one again and keeps nothing. */
  accept(email: Email, idempotencyKey: string | null): Acceptance;
  clear(): void;
}

const keptAtMost = 500;
/** For how long the provider remembers a key (resend.com/docs/dashboard/emails/idempotency-keys). */
const keyLifetimeMs = 24 * 60 * 60 * 1_000;

type Kept = { emails: StoredEmail[]; keys: [string, RememberedKey][] };

/** Kept in memory and, when a file is named, there too after each change: messages are few. */
export function createStore(file: string | undefined): Store {
  const kept: Kept = file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { emails: [], keys: [] };
  let emails = kept.emails;
  const keys = new Map(kept.keys);
  const save = () => {
    if (file) writeWhole(file, JSON.stringify({ emails, keys: [...keys] } satisfies Kept));
  };
  return {
    list: (to) => emails.filter((email) => to === undefined || email.to.some((one) => sameAddress(one, to))),
    find: (id) => emails.find((email) => email.id === id),
    accept(email, idempotencyKey) {
      const nowMs = Date.now();
      const fingerprint = createHash("sha256").update(JSON.stringify(email)).digest("hex");
      const known = idempotencyKey === null ? undefined : keys.get(idempotencyKey);
      if (known && nowMs - known.atMs < keyLifetimeMs) {
        return known.fingerprint === fingerprint
          ? { kind: "accepted", id: known.emailId }
          : { kind: "another_request" };
      }
      const id = randomUUID();
      emails = [{ ...email, id, idempotencyKey, at: new Date(nowMs).toISOString() }, ...emails].slice(0, keptAtMost);
      if (idempotencyKey !== null) keys.set(idempotencyKey, { emailId: id, fingerprint, atMs: nowMs });
      save();
      return { kind: "accepted", id };
    },
    clear() {
      emails = [];
      keys.clear();
      save();
    },
  };
}

function sameAddress(one: string, other: string): boolean {
  return addressIn(one).toLowerCase() === addressIn(other).toLowerCase();
}

/** `Name <address>` or the address alone. */
function addressIn(text: string): string {
  return /<([^<>]+)>$/.exec(text)?.[1] ?? text;
}

/** A crash leaves the old file whole. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.saving`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
