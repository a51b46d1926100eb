import fc from "fast-check";
import { expect, test } from "vitest";
import { sign, verifySignature } from "#app/rails/paystack/verify.ts";
import { signBody } from "#test/simulators/paystack/index.ts";

/** The test vector of paystack.md §3. */
const VECTOR = {
  secretKey: "sk_test_simulator_0123456789",
  body: '{"event":"charge.success","data":{"reference":"tip_0001","amount":5000,"currency":"NGN"}}',
  signature:
    "8c3ec2abcf5033afa58e80006d49c651a5058ec709728c8d8e6871f296d3850bb9c39b15223e95a212eb7daa72b3bdfdb67df7a07dcbaa71a177e11e3f8a7209",
};

const bytes = (text: string) => new TextEncoder().encode(text);

test("the published vector is signed and verified byte for byte", async () => {
  expect(await sign(bytes(VECTOR.body), VECTOR.secretKey)).toBe(VECTOR.signature);
  expect(await verifySignature(bytes(VECTOR.body), VECTOR.signature, [VECTOR.secretKey])).toBe(true);
});

test("any bytes signed with any of the keys are accepted, and an independent implementation signs alike", async () => {
  const keys = ["sk_test_new", "sk_test_old"];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.constantFrom(...keys), async (body, key) => {
      const raw = new Uint8Array(body);
      const signature = signBody(raw, key);
      expect(await sign(raw, key)).toBe(signature);
      expect(await verifySignature(raw, signature, keys)).toBe(true);
      expect(await verifySignature(raw, signature, ["sk_test_other"])).toBe(false);
    }),
  );
});

test("one changed bit of the body, or one changed digit of the signature, is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(127), async (body, place, digit) => {
      const raw = new Uint8Array(body);
      const signature = signBody(raw, VECTOR.secretKey);
      const changed = new Uint8Array(raw);
      const at = place % raw.length;
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await verifySignature(changed, signature, [VECTOR.secretKey])).toBe(false);
      const forged = signature.slice(0, digit) + (signature[digit] === "0" ? "1" : "0") + signature.slice(digit + 1);
      expect(await verifySignature(raw, forged, [VECTOR.secretKey])).toBe(false);
    }),
  );
});

test.each([null, "", "zz", VECTOR.signature.slice(2), `${VECTOR.signature}00`, "g".repeat(128), "é".repeat(128)])(
  "a header that is no signature is refused and never throws: %j",
  async (signature) => {
    expect(await verifySignature(bytes(VECTOR.body), signature, [VECTOR.secretKey])).toBe(false);
  },
);
