import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { email } from "#app/domain/identity/input.ts";
import { mayChangeMember, mayCheck, needsChecker, staffOrigin, totpSteps } from "#app/domain/identity/rules.ts";
import { weaknessOf } from "#app/domain/identity/weak-passwords.ts";

describe("a password", () => {
  const ABOUT = ["ada.obi@palmgate.ng", "Ada Obi"];

  test.each([
    ["password1234"],
    ["Password123!"],
    ["P@ssw0rd2026!"],
    ["passwordpassword"],
    ["qwertyuiop123"],
    ["1qaz2wsx3edc"],
    ["1q2w3e4r5t6y"],
    ["123456789012"],
    ["iloveyou1234"],
    ["letmein123456"],
    ["aaaaaaaaaaaa"],
    ["abcabcabcabc"],
    ["manchesterunited"],
    ["liverpool2025!"],
    ["sunshine.2024"],
    ["GodIsGreat777"],
    ["asante-admin-1"],
    ["palmgate2026!"],
    ["jesuschrist1"],
    ["zxcvbnm12345"],
    ["welcome123456"],
    ["administrator1"],
    ["NigeriaLagos1"],
    ["3rdMonkey!!!!"],
  ])("as common as %s is refused", (password) => {
    expect(weaknessOf(password, ABOUT)).not.toBeNull();
  });

  test.each([
    ["vellum-otter-quorum-41"],
    ["correct horse battery staple"],
    ["tungsten heron verse"],
    ["Xk7#pQ2vLm9w"],
    ["my dog eats blue noodles"],
    ["rJ4kTz8WqNb3"],
  ])("such as %s is taken", (password) => {
    expect(weaknessOf(password, ABOUT)).toBeNull();
  });

  test("of random letters is hardly ever refused", () => {
    const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789");
    const passwords = fc.sample(fc.string({ unit: letter, minLength: 16, maxLength: 16 }), { numRuns: 500, seed: 7 });
    const random = passwords.filter((password) => new Set(password).size > 8);
    expect(random.filter((password) => weaknessOf(password, ABOUT) !== null).length).toBeLessThan(random.length / 50);
  });
});

test("an address is kept in lower case without space around it", () => {
  expect(email.parse("  Ada.Obi@Example.COM ")).toBe("ada.obi@example.com");
  expect(email.safeParse("ada@").success).toBe(false);
});

test("codes of the present step and its two neighbours are looked at", () => {
  expect(totpSteps(new Date(59_999))).toEqual([1n, 0n, 2n]);
});

test("every role but auditor is given by two people, and an owner is made or unmade by owners and Asante", () => {
  expect(
    (["owner", "admin", "operations", "finance", "auditor"] as const).filter((role) => needsChecker(role)),
  ).toEqual(["owner", "admin", "operations", "finance"]);
  expect(needsChecker("operations", "auditor")).toBe(true);
  expect(needsChecker("operations", "finance")).toBe(false);
  expect(needsChecker("finance", "owner")).toBe(true);
  expect(mayChangeMember("admin", { from: "owner", to: "admin" })).toBe(false);
  expect(mayChangeMember("admin", { from: "finance", to: null })).toBe(true);
  expect(mayChangeMember("operations", { from: "auditor", to: null })).toBe(false);
  expect(mayCheck("admin", "owner")).toBe(false);
  expect(mayCheck("admin", "admin")).toBe(true);
  expect(mayCheck("admin", "finance")).toBe(true);
  expect(mayCheck("finance", "finance")).toBe(false);
  expect(mayCheck("platform", "owner")).toBe(true);
});

test("staff pages are at a host name, which a passkey can belong to", () => {
  expect(staffOrigin("http://127.0.0.1:8787")).toBe("http://localhost:8787");
  expect(staffOrigin("https://asante.app")).toBe("https://asante.app");
});
