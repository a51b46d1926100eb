import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preparePicture } from "#app/domain/pictures.ts";
import { decode, grain, paint, quarters, toJpeg, toPng, toWebp, withMetadata } from "#test/factories/pictures.ts";
import { nodeImages } from "#test/setup/images.ts";
import { decodeJpeg } from "#workers/images/jpeg.ts";
import { type Raster, shrink } from "#workers/images/raster.ts";

const PROGRESSIVE = new URL("../../fixtures/quarters-progressive.jpg", import.meta.url);
const progressive = () => new Uint8Array(readFileSync(PROGRESSIVE));

/** How far two pictures are apart in brightness, as a mean over all pixels of 256 steps. */
function distance(one: Raster, other: Raster): number {
  const shade = ({ pixels }: Raster, at: number) =>
    0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  let sum = 0;
  for (let at = 0; at < one.pixels.length; at += 4) sum += Math.abs(shade(one, at) - shade(other, at));
  return (4 * sum) / one.pixels.length;
}

describe("our decoder gives the pixels that another gives", () => {
  const speckled = () => toJpeg(paint(203, 117, grain), 90);
  const jpegs = [
    ["a sequential JPEG", speckled],
    ["a progressive JPEG in ten scans", progressive],
  ] as const;

  test.each(jpegs)("for %s at full size, to the last row and column", (_, make) => {
    const theirs = decode(make());
    const { width, height } = theirs;
    const ours = decodeJpeg(make(), { x: 0, y: 0, width, height }, 640);
    expect([ours.width, ours.height]).toEqual([width, height]);
    expect(distance(ours, theirs)).toBeLessThan(0.6);
  });

  test.each([80, 40, 20] as const)(
    "for a progressive one at %i pixels of 160, as if it had been made small after",
    (side) => {
      const bytes = progressive();
      const whole = { x: 0, y: 0, width: 160, height: 120 };
      const theirs = shrink(decode(bytes), whole, side);
      const ours = decodeJpeg(bytes, whole, side);
      expect([ours.width, ours.height]).toEqual([side, (side * 3) / 4]);
      expect(distance(ours, theirs)).toBeLessThan(3);
    },
  );
});

test("a picture is drawn or refused, never a fault, whichever of its bytes are changed", async () => {
  const small = paint(120, 100, quarters);
  const files = [withMetadata(toJpeg(small), 6), progressive(), toPng(small), toWebp(small)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      async (file, changes, cut) => {
        const bytes = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const { status } = await preparePicture(nodeImages, bytes, { crop: null, shape: "square" });
        expect(["ready", "refused"]).toContain(status);
      },
    ),
    { numRuns: 200 },
  );
});
