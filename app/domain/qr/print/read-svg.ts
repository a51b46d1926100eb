import { type Picture, pictureOf } from "./picture.ts";

/** The white ground, the modules on it, and nothing painted after them. */
const CODE =
  /<g id="code" shape-rendering="crispEdges"><rect width="(\d+)" height="\1" fill="#fff"\/><path d="((?:M\d+ \d+h\d+v1h-\d+z)+)"\/><\/g>\s*<\/svg>\s*$/;

/** Reads back the code that `printSvg` wrote; throws when it is not there, or not as it was written. */
export function readSvg(bytes: Uint8Array): Picture {
  const [, side, path] = CODE.exec(new TextDecoder().decode(bytes)) ?? [];
  if (side === undefined || path === undefined) throw new Error("an SVG without a code");
  const bars = Array.from(path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g), ([, x, y, width, back]) => {
    if (width !== back) throw new Error("a bar that does not close");
    return { x: Number(x), y: Number(y), width: Number(width) };
  });
  return pictureOf(bars, Number(side));
}
