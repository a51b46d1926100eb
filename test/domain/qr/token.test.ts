import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BASE32, systemRandomness } from "#app/core/ids.ts";
import { mintToken, readToken } from "#app/domain/qr/index.ts";

const KEYS = ["new-key-of-at-least-thirty-two-chars", "old-key-of-at-least-thirty-two-chars"];

describe("a code's token", () => {
  test("is read back in any case, and with the letters people mistake", async () => {
    const token = await mintToken(KEYS, systemRandomness);
    expect(token).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    for (const typed of [token, token.toLowerCase(), token.replaceAll("1", "l").replaceAll("0", "o")]) {
      expect(await readToken(typed, KEYS)).toBe(token);
    }
  });

  test("is still ours when the signing key has been rotated, and no longer when its key is gone", async () => {
    const printed = await mintToken([KEYS[1] ?? ""], systemRandomness);
    expect(await readToken(printed, KEYS)).toBe(printed);
    expect(await readToken(printed, [KEYS[0] ?? ""])).toBeNull();
  });

  test("is refused when any one character of it is another", async () => {
    const token = await mintToken(KEYS, systemRandomness);
    const position = fc.nat({ max: token.length - 1 });
    const character = fc.constantFrom(...BASE32);
    await fc.assert(
      fc.asyncProperty(position, character, async (at, other) => {
        fc.pre(token.charAt(at) !== other);
        expect(await readToken(token.slice(0, at) + other + token.slice(at + 1), KEYS)).toBeNull();
      }),
    );
  });

  test("no text that we did not sign is a token", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await readToken(text, KEYS)).toBeNull();
      }),
    );
  });
});
