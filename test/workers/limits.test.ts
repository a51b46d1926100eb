import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBooks } from "#db/check.ts";
import { tipFor } from "#test/factories/tips.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";
import { addressOf } from "#workers/limits.ts";

const PER_ADDRESS = 6;
const PER_CODE = 10;

let stack: Stack;

beforeAll(async () => {
  const vars = { TIPS_PER_ADDRESS_PER_MINUTE: String(PER_ADDRESS), TIPS_PER_CODE_PER_MINUTE: String(PER_CODE) };
  stack = await startTestStack({ vars });
});
afterAll(async () => {
  expect(await checkBooks(stack.database.ownerUrl)).toEqual([]);
  await stack?.stop();
});

/** So many tips at once from one address for the nth guard; how many of them were started. */
async function start(count: number, address: string, guard: number): Promise<number> {
  const { token, amountMinor, currency } = tipFor(stack, 0, guard);
  const body = JSON.stringify({ token, amount: { minor: String(amountMinor), currency } });
  const answers = await Promise.all(
    Array.from({ length: count }, async () => {
      const headers = { "content-type": "application/json", "cf-connecting-ip": address };
      const response = await fetch(`${stack.url}/tips`, {
        method: "POST",
        headers: { ...headers, "idempotency-key": randomUUID() },
        body,
      });
      await response.arrayBuffer();
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      return response.status;
    }),
  );
  for (const status of answers) expect([201, 429]).toContain(status);
  return answers.filter((status) => status === 201).length;
}

describe("the limits of tips", () => {
  test("are exact: of fifty at once from one address just as many are started as may be, and no more later", async () => {
    expect(await start(50, "192.0.2.1", 0)).toBe(PER_ADDRESS);
    expect(await start(1, "192.0.2.1", 0)).toBe(0);
    expect(await rowsOf(stack.database.ownerUrl, "select id from tips")).toHaveLength(PER_ADDRESS);
  });

  test("of an address come first: who is refused by them uses up no place of the code", async () => {
    expect(await start(50, "192.0.2.2", 1)).toBe(PER_ADDRESS);
    expect(await start(50, "192.0.2.3", 1)).toBe(PER_CODE - PER_ADDRESS);
    expect(await start(1, "192.0.2.4", 1)).toBe(0);
  });

  test("of an address hold for all of an IPv6 network of 64 bits", async () => {
    expect(await start(4, "2001:db8:1:2::1", 2)).toBe(4);
    expect(await start(4, "2001:db8:1:2:ffff:0:0:9", 2)).toBe(PER_ADDRESS - 4);
    expect(await start(4, "2001:db8:1:3::1", 2)).toBe(4);
  });
});

describe("an address", () => {
  const of = (address?: string) =>
    addressOf(
      new Request("https://asante.app/", address === undefined ? {} : { headers: { "cf-connecting-ip": address } }),
    );
  const group = fc.nat(0xffff).map((number) => number.toString(16));
  const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count });

  test("of IPv6 is its network of 64 bits, however it is written and whatever comes behind", () => {
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (network, one, other) => {
        const name = of([...network, ...one].join(":"));
        expect(of([...network, ...other].join(":"))).toBe(name);
        expect(of([...network, ...one].join(":").toUpperCase())).toBe(name);
        expect(of(`${network.join(":")}::${one[0]}`)).toBe(name);
      }),
    );
    expect(of("2001:db8::1")).toBe(of("2001:db8:0:0:0:0:0:1"));
    expect(of("::1")).toBe(of("0:0:0:0:9:9:9:9"));
    expect(of("2001:db8::")).toBe(of("2001:db8:0:0::7"));
  });

  test("of another IPv6 network is another", () => {
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (network, other, rest) => {
        fc.pre(network.join() !== other.join());
        expect(of([...network, ...rest].join(":"))).not.toBe(of([...other, ...rest].join(":")));
      }),
    );
  });

  test("of IPv4 is the address itself, and one that nobody told us is unknown", () => {
    expect(of("192.0.2.1")).toBe("192.0.2.1");
    expect(of()).toBe("unknown");
  });
});
