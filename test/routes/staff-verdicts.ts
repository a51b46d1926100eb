import { expect } from "vitest";
import { authSecret, dataKey, qrSigningKey } from "#test/setup/demo.ts";

const KEYS = [authSecret, dataKey.secret, qrSigningKey];

/** What a door answered, in the terms of the matrix. */
export async function verdict(response: Response): Promise<string> {
  const text = await response.text();
  const to = response.headers.get("location") ?? "";
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(KEYS.filter((key) => text.includes(key))).toEqual([]);
  if (to.startsWith("/admin/sign-in")) return "sign in";
  if (to.startsWith("/admin/second-factor")) return "second factor";
  if (response.status === 403) return "forbidden";
  if (response.status === 404) return "not found";
  if (response.status >= 500 || response.status === 405) return `fault ${response.status}: ${text.slice(0, 200)}`;
  return response.status >= 400 ? "refused" : "in";
}

/** A form about nothing in particular is refused as such, once it is let in. */
export const LET_IN = ["in", "refused", "not found"];

/** Counts what was asked at the doors, and keeps what was answered wrongly. */
export interface Tally {
  asked: number;
  wrong: string[];
}

/** Asks at one door; `right` are the answers that it may give. */
export async function ask(tally: Tally, door: string, answer: Promise<Response>, right: readonly string[]) {
  tally.asked += 1;
  const found = await verdict(await answer);
  if (!right.includes(found)) tally.wrong.push(`${door}: ${found} instead of ${right[0]}`);
}
