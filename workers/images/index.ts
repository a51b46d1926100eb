import { assert } from "#app/core/assert.ts";
import type { Images, PictureOrder } from "#app/domain/imaging.ts";
import { decodeJpeg } from "./jpeg.ts";
import { PictureFault } from "./jpeg-bits.ts";
import { type Photon, startPhoton } from "./photon.ts";
import { type Raster, shrink, turnUpright } from "./raster.ts";

/** Tried in turn until the file is small enough. */
const QUALITIES = [85, 78, 70, 62, 54, 46, 38];

/**
 * Opens pictures inside the Worker. JPEG, which phones make in sizes that no decoder holds in 128 MB, is decoded at the
 * scale that is needed; photon decodes PNG and WebP and writes JPEG. Nothing is loaded before the first picture comes.
 */
export function workerImages(load: () => Promise<WebAssembly.Module>): Images {
  return {
    async render(bytes, order) {
      const photon = startPhoton(await load());
      const upright = readUpright(photon, bytes, order);
      if (!upright) return { status: "unreadable" };
      return { status: "rendered", pictures: order.sizes.map((size) => writeJpeg(photon, upright, size)) };
    },
    async open(bytes, order, side) {
      return readUpright(startPhoton(await load()), bytes, { ...order, sizes: [{ side, maxBytes: 0 }] });
    },
  };
}

/** Null when the file is broken: our own decoder throws PictureFault for it, photon traps. */
function readUpright(photon: Photon, bytes: Uint8Array, order: PictureOrder): Raster | null {
  const { kind, area, orientation, sizes } = order;
  const side = Math.max(...sizes.map((size) => size.side));
  try {
    if (kind === "jpeg") {
      const decoded = decodeJpeg(bytes, area, side);
      const { width, height } = decoded;
      return turnUpright(shrink(decoded, { x: 0, y: 0, width, height }, side), orientation);
    }
    const decoded = photon.decode(bytes);
    if (decoded.width !== order.width || decoded.height !== order.height) return null;
    return turnUpright(shrink(decoded, area, side), orientation);
  } catch (error) {
    if (error instanceof PictureFault || error instanceof WebAssembly.RuntimeError || error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}

/** The best quality that fits; a picture of noise, which never does, becomes smaller. */
function writeJpeg(photon: Photon, picture: Raster, { side, maxBytes }: { side: number; maxBytes: number }) {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  for (let length = side; length >= 16; length = Math.floor(length * 0.75)) {
    const small = shrink(picture, whole, length);
    for (const quality of QUALITIES) {
      const bytes = photon.encodeJpeg(small, quality);
      if (bytes.length <= maxBytes) return bytes;
    }
  }
  assert(false, "a picture of 16 pixels fits any size");
}
