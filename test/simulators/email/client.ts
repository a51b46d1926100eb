import type { z } from "zod";
import type { faultInput } from "./faults.ts";
import { linksIn } from "./links.ts";
import type { StoredEmail } from "./store.ts";

/** A message as it arrived, and the addresses a reader could follow in it. */
export interface ReceivedEmail extends StoredEmail {
  /** Those of the text first, each once. */
  links: string[];
}

/** Speaks the control API; a refusal of the simulator is thrown. */
export function simulatorClient(url: string) {
  async function call<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await fetch(`${url}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /simulator/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  /** What came for an address, or for all, newest first. */
  async function inbox(to?: string): Promise<ReceivedEmail[]> {
    const query = to === undefined ? "" : `?${new URLSearchParams({ to })}`;
    const { emails } = await call<{ emails: StoredEmail[] }>("GET", `emails${query}`);
    return emails.map((email) => ({ ...email, links: linksIn(email) }));
  }
  return {
    inbox,
    /** The newest one; throws when there is none. */
    async last(to: string): Promise<ReceivedEmail> {
      const [email] = await inbox(to);
      if (!email) throw new Error(`nothing came for ${to}`);
      return email;
    },
    fault: (fault: z.input<typeof faultInput>) => call<object>("POST", "faults", fault),
    /** Forgets every message and fault. */
    reset: () => call<object>("POST", "reset"),
  };
}

export type InboxClient = ReturnType<typeof simulatorClient>;
