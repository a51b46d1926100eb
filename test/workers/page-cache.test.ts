import { Headers, Miniflare, Request, Response } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type PageCache = typeof import("#workers/http/page-cache.ts");

/** Ours again when the file is done. */
const ours = {
  caches: undefined,
  Headers: globalThis.Headers,
  Request: globalThis.Request,
  Response: globalThis.Response,
};

let miniflare: Miniflare;
let cache: PageCache;
const background: Promise<unknown>[] = [];

beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: "export default {}", cf: false });
  // The real cache takes the real classes only: those of the runtime it lives in.
  Object.assign(globalThis, { caches: await miniflare.getCaches(), Headers, Request, Response });
  cache = await import("#workers/http/page-cache.ts");
});
afterAll(async () => {
  await Promise.all(background);
  Object.assign(globalThis, ours);
  await miniflare?.dispose();
});

const NOW = Date.UTC(2026, 0, 5, 8);
const page = (headers: Record<string, string> = { "x-page-cache": "60" }, status = 200) =>
  new globalThis.Response(`<input name="attempt" value="${"0".repeat(32)}">`, { status, headers });
const keyOf = (path: string, build = "build-1") =>
  cache.pageKey(new globalThis.Request(`https://asante.app${path}`), build) ?? "";
const keep = (key: string, response = page()) => cache.keepPage(key, response, NOW, (work) => background.push(work));

describe("a kept page", () => {
  test("is named by its code in any case, its language and its build, and not by its query", () => {
    expect(keyOf("/g/ABC")).toBe(keyOf("/G/abc?utm=poster"));
    expect(keyOf("/g/ABC")).not.toBe(keyOf("/g/ABD"));
    expect(keyOf("/g/ABC", "build-2")).not.toBe(keyOf("/g/ABC"));
    for (const path of ["/", "/g/", "/g/a/b", "/receipt/ABC", "/tips"]) expect(keyOf(path)).toBe("");
    expect(cache.pageKey(new globalThis.Request("https://asante.app/g/ABC", { method: "HEAD" }), "build-1")).toBeNull();
  });

  test("is one page for a code however it was typed: in small letters, with I and L for 1, O for 0, and hyphens", async () => {
    const key = keyOf("/g/0123ABC1H0");
    await keep(key);
    for (const typed of ["0123abc1h0", "OI23ABCLHO", "oi23abclho", "0123-ABC1-H0", "-o-L-2-3-aBc-i-h-0-"]) {
      expect(keyOf(`/g/${typed}`)).toBe(key);
      expect(cache.findCopy(keyOf(`/g/${typed}`), NOW)?.status).toBe(200);
    }
    for (const typed of ["0123ABC1HU", "0123ABC1H%30", "0123.ABC1H0"]) expect(keyOf(`/g/${typed}`)).toBe("");
  });

  test("is gone from every copy when its 60 seconds are over", async () => {
    const key = keyOf("/g/GONE");
    await keep(key);
    await Promise.all(background);
    expect(cache.findCopy(key, NOW + 59_999)?.status).toBe(200);
    expect((await cache.findShared(key, NOW + 59_999))?.status).toBe(200);
    expect(cache.findCopy(key, NOW + 60_000)).toBeNull();
    expect(await cache.findShared(key, NOW + 60_000)).toBeNull();
  });

  test("does not start its time anew when another isolate takes it over", async () => {
    const key = keyOf("/g/MOVED");
    await keep(key);
    await Promise.all(background);
    await cache.findShared(key, NOW + 50_000);
    expect(cache.findCopy(key, NOW + 60_000)).toBeNull();
  });

  test("gives each answer an attempt key of its own", async () => {
    const key = keyOf("/g/KEYS");
    const answers = [await keep(key), cache.findCopy(key, NOW), cache.findCopy(key, NOW)];
    const keys = await Promise.all(
      answers.map(async (answer) => (await answer?.text())?.match(/value="([0-9a-f]{32})"/)?.[1]),
    );
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain("0".repeat(32));
  });

  test("that has no name is not kept, and each answer has an attempt key of its own all the same", async () => {
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const answer = await cache.keepPage(null, page(), NOW, (work) => background.push(work));
        expect(answer.headers.has("x-page-cache")).toBe(false);
        return (await answer.text()).match(/value="([0-9a-f]{32})"/)?.[1];
      }),
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys).not.toContain("0".repeat(32));
  });

  test("is only a page whose route allows it, and its mark never leaves the Worker", async () => {
    expect((await keep(keyOf("/g/UNMARKED"), page({}))).headers.has("x-page-cache")).toBe(false);
    expect(cache.findCopy(keyOf("/g/UNMARKED"), NOW)).toBeNull();
    await keep(keyOf("/g/REVOKED"), page({ "x-page-cache": "60" }, 410));
    expect(cache.findCopy(keyOf("/g/REVOKED"), NOW)).toBeNull();
    const kept = await keep(keyOf("/g/MARKED"));
    expect([kept.headers.has("x-page-cache"), kept.headers.has("x-expires-at")]).toEqual([false, false]);
  });

  test("makes room for newer ones: an isolate holds a bounded number", async () => {
    await keep(keyOf("/g/OLDEST"));
    for (let i = 0; i < 500; i++) await keep(keyOf(`/g/N${i}`));
    expect(cache.findCopy(keyOf("/g/OLDEST"), NOW)).toBeNull();
    expect(cache.findCopy(keyOf("/g/N499"), NOW)?.status).toBe(200);
  });
});
