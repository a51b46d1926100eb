import jsQR from "jsqr";
import { describe, expect, test } from "vitest";
import { spellUrl } from "#app/domain/qr/print/card.ts";
import { darkRuns, encodeUrl, outerSize, QUIET_ZONE } from "#app/domain/qr/print/code.ts";
import { pictureOf } from "#app/domain/qr/print/picture.ts";
import { cardOf } from "./paper.ts";

/** Characters that fit at level H in alphanumeric mode, by version (ISO/IEC 18004, table 7). */
const CAPACITY = [10, 20, 35, 50, 64, 84, 93];

describe("a code", () => {
  test.each([20, 35, 36, 47, 50, 51, 64, 65, 84, 85])(
    "of %i characters is alphanumeric and of the smallest version that holds it at level H",
    (length) => {
      const url = "https://a.co/g/".padEnd(length, "7K2MQX9RT4VB0HCDEFGJ");
      const code = encodeUrl(url);
      expect(code.version).toBe(CAPACITY.findIndex((capacity) => capacity >= length) + 1);
      expect(code.size).toBe(17 + 4 * code.version);
      expect(levelOf(code)).toBe("H");

      const side = outerSize(code) * 4;
      const bitmap = pictureOf(darkRuns(code), outerSize(code))(side);
      const pixels = new Uint8ClampedArray(
        Array.from(bitmap, (isDark) => (isDark ? [0, 0, 0, 255] : [255, 255, 255, 255])).flat(),
      );
      const read = jsQR(pixels, side, side);
      expect(read?.data).toBe(url.toUpperCase());
      expect(read?.chunks.map(({ type }) => type)).toEqual(["alphanumeric"]);
    },
  );

  test("has four light modules on each side", () => {
    const code = encodeUrl(cardOf(1).url);
    const runs = darkRuns(code);
    expect(QUIET_ZONE).toBe(4);
    expect(Math.min(...runs.map(({ x }) => x))).toBe(4);
    expect(Math.min(...runs.map(({ y }) => y))).toBe(4);
    expect(Math.max(...runs.map(({ x, width }) => x + width))).toBe(outerSize(code) - 4);
  });

  test("is spelled for the eye without a scheme, in groups that the page reads as the same token", () => {
    expect(spellUrl("https://asante.app/g/7K2MQX9RT4VB0HCDEFGJ8NPSWY")).toBe(
      "asante.app/g/7K2MQX-9RT4VB-0HCDEF-GJ8NPSWY",
    );
  });
});

/** The two bits beside the upper left pattern that name the level, under the mask of the format (ISO/IEC 18004, 7.9). */
function levelOf(code: ReturnType<typeof encodeUrl>): string | undefined {
  const bits = (code.isDark(8, 0) ? 2 : 0) + (code.isDark(8, 1) ? 1 : 0);
  return ["M", "L", "H", "Q"][bits ^ 0b10];
}
