import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Orientation } from "#app/domain/imaging.ts";
import {
  colourAt,
  decode,
  grain,
  paint,
  QUARTERS,
  quarters,
  restartingJpeg,
  storedQuarters,
  toJpeg,
  toPng,
  toWebp,
  withMetadata,
} from "#test/factories/pictures.ts";
import { root } from "#test/setup/root.ts";

/** The engine alone in workerd, bundled as wrangler bundles it: photon beside the Worker, loaded when it is needed. */
const ENTRY = `
import { preparePicture, readCrop } from "#app/domain/pictures.ts";
import { workerImages } from "#workers/images/index.ts";
import { loadPhoton } from "#workers/images/photon-module.ts";
const images = workerImages(loadPhoton);
export default {
  async fetch(request) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { searchParams } = new URL(request.url);
    const shape = searchParams.get("shape") ?? "square";
    const outcome = await preparePicture(images, bytes, { crop: readCrop(searchParams.get("crop")), shape });
    if (outcome.status === "refused") return Response.json(outcome, { status: 400 });
    const form = new FormData();
    for (const size of ["avatar", "large"]) form.set(size, new File([outcome.picture[size]], size));
    return new Response(form);
  },
};`;

const PROGRESSIVE = new URL("../fixtures/quarters-progressive.jpg", import.meta.url);
const MODULE = "@cf-wasm/photon/photon.wasm";
let miniflare: Miniflare;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: "ts" },
    ...{ bundle: true, write: false, format: "esm", target: "es2022", external: [MODULE] },
  });
  const photon = readFileSync(createRequire(import.meta.url).resolve(MODULE));
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/index.js", contents: bundle.outputFiles[0]?.text ?? "" },
      { type: "CompiledWasm", path: `/${MODULE}`, contents: photon },
    ],
  });
  await miniflare.ready;
});
afterAll(() => miniflare?.dispose());

type Answer =
  | { status: "ready"; avatar: Uint8Array; large: Uint8Array }
  | { status: string; reason: string; message: string };

async function send(bytes: Uint8Array<ArrayBuffer>, query: Record<string, string> = {}): Promise<Answer> {
  const url = `http://images/?${new URLSearchParams(query)}`;
  const response = await miniflare.dispatchFetch(url, { method: "POST", body: bytes });
  if (response.status === 400) return (await response.json()) as Answer;
  expect(response.status).toBe(200);
  const form = await response.formData();
  const [avatar, large] = await Promise.all(
    ["avatar", "large"].map(async (name) => new Uint8Array(await (form.get(name) as unknown as File).arrayBuffer())),
  );
  return { status: "ready", avatar: avatar as Uint8Array, large: large as Uint8Array };
}

async function pictures(bytes: Uint8Array<ArrayBuffer>, query?: Record<string, string>) {
  const answer = await send(bytes, query);
  if (!("large" in answer)) throw new Error(`refused: ${answer.message}`);
  expect(answer.avatar.length).toBeLessThanOrEqual(8_000);
  expect(answer.large.length).toBeLessThanOrEqual(80_000);
  for (const picture of [answer.avatar, answer.large]) {
    expect(segmentsOf(picture)).toEqual(["frame", "huffman", "JFIF", "quantization", "scan"]);
    expect(Buffer.from(picture).toString("latin1")).not.toMatch(/exif|gps|xmp|comment|<html/i);
  }
  return { avatar: decode(answer.avatar), large: decode(answer.large), bytes: answer };
}

const SEGMENTS = new Map([
  [0xe0, "JFIF"],
  [0xdb, "quantization"],
  [0xc0, "frame"],
  [0xc4, "huffman"],
  [0xda, "scan"],
]);

/** The kinds of segments a JPEG has; the last is its only scan. */
function segmentsOf(jpeg: Uint8Array): string[] {
  const bytes = Buffer.from(jpeg);
  const kinds = new Set<string>();
  for (let at = 2; !kinds.has("scan"); at += 2 + bytes.readUInt16BE(at + 2)) {
    kinds.add(SEGMENTS.get(bytes[at + 1] ?? 0) ?? bytes.toString("hex", at, at + 2));
  }
  return [...kinds].sort((one, other) => one.localeCompare(other));
}

function expectQuarters(picture: ReturnType<typeof decode>, tolerance = 12) {
  const places = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const;
  for (const [i, [x, y]] of places.entries()) {
    const found = colourAt(picture, x, y);
    const far = found.map((value, channel) => Math.abs(value - (QUARTERS[i]?.[channel] ?? 0)));
    expect(Math.max(...far), `quarter ${i} is ${found}`).toBeLessThanOrEqual(tolerance);
  }
}

describe("a picture comes out", () => {
  test("upright, small and with nothing but pixels, when it is a 12-megapixel phone photo with EXIF, GPS, XMP and a comment", async () => {
    const photo = withMetadata(toJpeg(paint(4_000, 3_000, storedQuarters(6))), 6);
    expect(Buffer.from(photo).includes("GPSLatitude")).toBe(true);
    const { avatar, large } = await pictures(photo);
    expect([avatar.width, avatar.height, large.width, large.height]).toEqual([192, 192, 640, 640]);
    expectQuarters(avatar);
    expectQuarters(large);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8] as Orientation[])("upright in orientation %i", async (orientation) => {
    const shown = [320, 240] as const;
    const [width, height] = orientation >= 5 ? [shown[1], shown[0]] : shown;
    const photo = withMetadata(toJpeg(paint(width, height, storedQuarters(orientation)), 95), orientation);
    const { large } = await pictures(photo, { shape: "whole" });
    expect([large.width, large.height]).toEqual([320, 240]);
    expectQuarters(large);
  });

  test("cut to the rectangle that was chosen of the upright picture", async () => {
    const photo = withMetadata(toJpeg(paint(800, 600, storedQuarters(8)), 90), 8);
    const crop = JSON.stringify({ x: 0.5, y: 0.6, width: 0.4, height: 0.3 });
    const { large } = await pictures(photo, { crop });
    expect([large.width, large.height]).toEqual([240, 240]);
    for (const place of [0.1, 0.5, 0.9]) expect(Math.min(...colourAt(large, place, place))).toBeGreaterThan(225);
  });

  test("within its bytes although it is full of grain", async () => {
    const { avatar, large } = await pictures(toJpeg(paint(1_280, 1_280, grain), 90));
    expect([avatar.width, large.width]).toEqual([192, 640]);
  });

  test("within its bytes although it is nothing but noise", async () => {
    let seed = 1;
    const noise = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 256;
    };
    await pictures(toPng(paint(700, 700, () => [noise(), noise(), noise()])));
  });

  test("on white where a PNG can be seen through", async () => {
    const { large } = await pictures(toPng(paint(400, 400, (x) => [0, 0, 0, x < 0.5 ? 0 : 255])));
    expect(Math.min(...colourAt(large, 0.25, 0.5))).toBeGreaterThan(245);
    expect(Math.max(...colourAt(large, 0.75, 0.5))).toBeLessThan(10);
  });

  test("of a WebP", async () => expectQuarters((await pictures(toWebp(paint(500, 400, quarters)))).large));

  test("of a progressive JPEG", async () => {
    const photo = new Uint8Array(readFileSync(PROGRESSIVE));
    const { large } = await pictures(photo, { shape: "whole" });
    expect([large.width, large.height]).toEqual([160, 120]);
    expectQuarters(large, 40);
  });

  test("of a JPEG with restart markers", async () => {
    const rows = Array.from({ length: 16 }, (_, y) =>
      Array.from({ length: 16 }, (_, x) => (x < 8 === y < 8 ? 40 : 200)),
    );
    const { large } = await pictures(restartingJpeg(rows));
    expect([large.width, large.height]).toEqual([128, 128]);
    for (const [x, y, shade] of [
      [0.25, 0.25, 40],
      [0.75, 0.25, 200],
      [0.25, 0.75, 200],
      [0.75, 0.75, 40],
    ] as const) {
      expect(Math.abs((colourAt(large, x, y)[0] ?? 0) - shade)).toBeLessThan(6);
    }
  });

  test("clean of a second file behind it", async () => {
    const page = Buffer.from("<html><script>alert(1)</script></html>");
    const { large } = await pictures(new Uint8Array(Buffer.concat([toJpeg(paint(300, 300, quarters), 90), page])));
    expectQuarters(large);
  });

  test("no larger than it was, and whole, when it is a logo", async () => {
    const { avatar, large } = await pictures(toPng(paint(300, 100, quarters)), { shape: "whole" });
    expect([avatar.width, avatar.height, large.width, large.height]).toEqual([192, 64, 300, 100]);
  });
});

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const jpeg = () => toJpeg(paint(400, 300, quarters));
const png = () => toPng(paint(400, 300, quarters));

/** A PNG that says it is `width` × `height`, which nothing that follows bears out. */
function declaring(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bomb = Buffer.from(png());
  bomb.writeUInt32BE(width, 16);
  bomb.writeUInt32BE(height, 20);
  return new Uint8Array(bomb);
}

/** An extended WebP of 100 × 100 whose lossless frame is as large as frames get. */
function webpHiding(): Uint8Array<ArrayBuffer> {
  const canvas = Buffer.alloc(18);
  canvas.write("VP8X", "latin1");
  canvas.writeUInt32LE(10, 4);
  canvas.writeUIntLE(99, 12, 3);
  canvas.writeUIntLE(99, 15, 3);
  const frame = Buffer.alloc(8 + 1_000);
  frame.write("VP8L", "latin1");
  frame.writeUInt32LE(1_000, 4);
  frame.writeUInt8(0x2f, 8);
  frame.writeUInt32LE(15_999 | (15_999 << 14), 9);
  const body = Buffer.concat([Buffer.from("WEBP"), canvas, frame]);
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(body.length, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}

function jpegDeclaring(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bomb = Buffer.from(jpeg());
  const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
  bomb.writeUInt16BE(height, frame + 5);
  bomb.writeUInt16BE(width, frame + 7);
  return new Uint8Array(bomb);
}

describe("a picture is refused in words that say what to do", () => {
  test.each<[string, () => Uint8Array<ArrayBuffer>, string, RegExp]>([
    ["nothing", () => new Uint8Array(), "empty", /Choose a JPEG, PNG or WebP/],
    ["10.1 MB", () => new Uint8Array(10.1 * 1024 * 1024).fill(255), "too_large", /larger than 10 MB/],
    [
      "HEIC",
      () => bytesOf(`\0\0\0\x18ftypheic\0\0\0\0mif1heic${"\0".repeat(99)}`),
      "heic",
      /HEIC photo.*Save it as JPEG/,
    ],
    ["AVIF", () => bytesOf(`\0\0\0\x18ftypavif\0\0\0\0mif1avif${"\0".repeat(99)}`), "avif", /AVIF/],
    ["GIF", () => bytesOf(`GIF89a${"\0".repeat(99)}`), "gif", /GIF.*still picture/],
    ["SVG", () => bytesOf(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "svg", /Save it as PNG/],
    ["PDF", () => bytesOf("%PDF-1.7\n"), "pdf", /PDF document/],
    ["text", () => bytesOf("hello"), "not_a_picture", /not a picture/],
    ["a bomb of 50,000 × 50,000", () => declaring(50_000, 50_000), "too_many_pixels", /at most 2000 × 2000 pixels/],
    ["a JPEG of 65,000 × 65,000", () => jpegDeclaring(65_000, 65_000), "too_many_pixels", /at most 7000 × 7000 pixels/],
    ["a picture of 50 pixels", () => toPng(paint(50, 400, quarters)), "too_small", /at least 96 × 96/],
    ["a PNG that is smaller than it says", () => declaring(2_000, 2_000), "damaged", /damaged or incomplete/],
    ["a JPEG that is smaller than it says", () => jpegDeclaring(4_000, 4_000), "damaged", /damaged or incomplete/],
    ["half a JPEG", () => jpeg().slice(0, jpeg().length / 2), "damaged", /damaged or incomplete/],
    ["half a PNG", () => png().slice(0, png().length / 2), "damaged", /damaged or incomplete/],
    ["a WebP whose canvas hides a frame of 16,000 × 16,000", webpHiding, "damaged", /damaged or incomplete/],
    ["half a WebP", () => toWebp(paint(500, 400, grain)).slice(0, 9_000), "damaged", /damaged or incomplete/],
    ["the head of a JPEG", () => jpeg().slice(0, 20), "damaged", /damaged or incomplete/],
  ])("so it is with %s", async (_, make, reason, words) => {
    const answer = await send(make());
    expect(answer).toMatchObject({ status: "refused", reason });
    expect("message" in answer && answer.message).toMatch(words);
  });

  test("and the next picture is taken", async () => {
    await send(png().slice(0, 400));
    expectQuarters((await pictures(png())).large);
  });
});
