import { afterAll, beforeAll, expect, test } from "vitest";
import { systemRandomness } from "#app/core/ids.ts";
import { preparePicture, removePicture, storePicture } from "#app/domain/pictures.ts";
import { decode, paint, quarters, toJpeg } from "#test/factories/pictures.ts";
import { nodeImages } from "#test/setup/images.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

let stack: Stack;
let files: R2Bucket;

beforeAll(async () => {
  stack = await startTestStack();
  files = (await stack.worker.miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
});
afterAll(() => stack?.stop());

async function keep(): Promise<string> {
  const photo = toJpeg(paint(800, 800, quarters));
  const outcome = await preparePicture(nodeImages, photo, { crop: null, shape: "square" });
  if (outcome.status !== "ready") throw new Error(outcome.message);
  return storePicture({ files, randomness: systemRandomness }, outcome.picture);
}

test("a kept picture is served in both sizes under its key, to be kept for a year, and as nothing but a picture", async () => {
  const key = await keep();
  expect(key).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  for (const [path, side] of [
    [key, 192],
    [`${key}-large`, 640],
  ] as const) {
    const response = await fetch(`${stack.url}/photos/${path}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(decode(new Uint8Array(await response.arrayBuffer())).width).toBe(side);
  }
});

test("a picture that a browser holds already is not sent again", async () => {
  const address = `${stack.url}/photos/${await keep()}`;
  const first = await fetch(address);
  await first.arrayBuffer();
  const again = await fetch(address, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect(again.status).toBe(304);
  expect(again.headers.get("cache-control")).toContain("immutable");
  for (const tag of ['"another"', "", "*", '"', "not a tag"]) {
    const other = await fetch(address, { headers: { "if-none-match": tag } });
    expect(other.status).toBe(200);
    await other.arrayBuffer();
  }
});

test("a file that is no picture is never served as what it says it is", async () => {
  await files.put("photos/page", "<script>alert(1)</script>", { httpMetadata: { contentType: "text/html" } });
  const response = await fetch(`${stack.url}/photos/page`);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  await response.arrayBuffer();
});

test("a picture that was taken away is not found in either size", async () => {
  const key = await keep();
  await removePicture(files, key);
  for (const path of [key, `${key}-large`]) {
    const response = await fetch(`${stack.url}/photos/${path}`);
    expect(response.status).toBe(404);
    await response.arrayBuffer();
  }
});
