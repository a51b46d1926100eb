import { PhotonImage } from "@cf-wasm/photon/node";
import { PNG } from "pngjs";
import type { Orientation } from "#app/domain/imaging.ts";

/** Red, green, blue, white: top left, top right, bottom left, bottom right. */
export const QUARTERS = [
  [220, 30, 30],
  [30, 200, 40],
  [40, 40, 220],
  [240, 240, 240],
] as const;

export type Paint = (x: number, y: number) => readonly [red: number, green: number, blue: number, opacity?: number];

export interface Pixels {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** A picture given by the colour of each of its points, in fractions. */
export function paint(width: number, height: number, colourAt: Paint): Pixels {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [red, green, blue, opacity = 255] = colourAt((x + 0.5) / width, (y + 0.5) / height);
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = opacity;
    }
  }
  return { pixels, width, height };
}

export const quarters: Paint = (x, y) => QUARTERS[(y < 0.5 ? 0 : 2) + (x < 0.5 ? 0 : 1)] ?? [0, 0, 0];

/** A picture that compresses as badly as a photo does. */
export const grain: Paint = (x, y) => {
  const speckle = Math.abs(Math.sin(x * 12_345.6 + y * 6_543.2) * 43_758.5) % 40;
  const [red, green, blue] = quarters(x, y);
  return [red - speckle, green - speckle, blue - speckle];
};

/** Quarters as a camera stores them that was held so that the picture must be turned by `orientation` (EXIF 2.32, 4.6.4). */
export function storedQuarters(orientation: Orientation): Paint {
  const upright: Record<Orientation, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [1 - x, y],
    3: (x, y) => [1 - x, 1 - y],
    4: (x, y) => [x, 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [1 - y, x],
    7: (x, y) => [1 - y, 1 - x],
    8: (x, y) => [y, 1 - x],
  };
  return (x, y) => quarters(...upright[orientation](x, y));
}

export function toJpeg({ pixels, width, height }: Pixels, quality = 80): Uint8Array<ArrayBuffer> {
  return encode(pixels, width, height, (image) => image.get_bytes_jpeg(quality));
}

export function toWebp({ pixels, width, height }: Pixels): Uint8Array<ArrayBuffer> {
  return encode(pixels, width, height, (image) => image.get_bytes_webp());
}

export function toPng({ pixels, width, height }: Pixels): Uint8Array<ArrayBuffer> {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels);
  return new Uint8Array(PNG.sync.write(png));
}

function encode(pixels: Uint8Array, width: number, height: number, write: (image: PhotonImage) => Uint8Array) {
  const image = new PhotonImage(pixels, width, height);
  const bytes = new Uint8Array(write(image));
  image.free();
  return bytes;
}

/** Decodes by the package's own glue, which the Worker does not use. */
export function decode(bytes: Uint8Array): Pixels {
  const image = PhotonImage.new_from_byteslice(bytes);
  const decoded = { pixels: image.get_raw_pixels(), width: image.get_width(), height: image.get_height() };
  image.free();
  return decoded;
}

/** The mean colour around a point given in fractions. */
export function colourAt({ pixels, width, height }: Pixels, x: number, y: number): number[] {
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
  return [...pixels.subarray(at, at + 3)];
}

/** A JPEG with what phones put into it: EXIF with orientation and place (GPS), XMP, and a comment. */
export function withMetadata(jpeg: Uint8Array, orientation: Orientation): Uint8Array<ArrayBuffer> {
  const tiff = new DataView(new ArrayBuffer(128));
  for (const [i, byte] of [...Buffer.from("MM\0*")].entries()) tiff.setUint8(i, byte);
  tiff.setUint32(4, 8);
  tiff.setUint16(8, 2);
  writeEntry(tiff, 10, { tag: 0x0112, type: 3, count: 1, value: orientation << 16 });
  writeEntry(tiff, 22, { tag: 0x8825, type: 4, count: 1, value: 38 });
  // The GPS directory: latitude north, at an offset that holds degrees, minutes and seconds.
  tiff.setUint16(38, 2);
  writeEntry(tiff, 40, { tag: 1, type: 2, count: 2, value: 0x4e000000 });
  writeEntry(tiff, 52, { tag: 2, type: 5, count: 3, value: 68 });
  for (const [i, number] of [6, 1, 27, 1, 1234, 100].entries()) tiff.setUint32(68 + 4 * i, number);
  const segments = [
    segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), Buffer.from(tiff.buffer)])),
    segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude=6.45</x:xmpmeta>")),
    segment(0xfe, Buffer.from("a comment with a name")),
  ];
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]));
}

function writeEntry(
  view: DataView,
  at: number,
  { tag, type, count, value }: { tag: number; type: number; count: number; value: number },
): void {
  view.setUint16(at, tag);
  view.setUint16(at + 2, type);
  view.setUint32(at + 4, count);
  view.setUint32(at + 8, value);
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/**
 * A grey JPEG of flat 8 × 8 blocks, 8 a row, with a restart marker after every row, as some cameras write. One Huffman
 * code of two bits for each size of difference, and one for the end of a block.
 */
export function restartingJpeg(rows: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const sizes = [0, 5, 6, 7];
  const table = (kind: number, count: number, symbols: number[]) =>
    segment(0xc4, Buffer.from([kind, 0, count, ...new Array<number>(14).fill(0), ...symbols]));
  const frame = Buffer.from([8, 0, rows.length * 8, 0, (rows[0]?.length ?? 0) * 8, 1, 1, 0x11, 0]);
  const scan = rows.map((row, i) => {
    let bits = "";
    let before = 0;
    for (const value of row) {
      // The mean of a block is an eighth of its first coefficient, and the quantization table multiplies by 16.
      const difference = Math.round((value - 128) / 2) - before;
      before += difference;
      const size = difference === 0 ? 0 : Math.max(5, Math.abs(difference).toString(2).length);
      const stored = difference < 0 ? difference + 2 ** size - 1 : difference;
      bits += sizes.indexOf(size).toString(2).padStart(2, "0") + (size ? stored.toString(2).padStart(size, "0") : "");
      bits += "00";
    }
    const bytes = (bits + "1".repeat((8 - (bits.length % 8)) % 8)).match(/.{8}/g) ?? [];
    const stuffed = bytes.flatMap((byte) => (byte === "11111111" ? [0xff, 0] : [Number.parseInt(byte, 2)]));
    return Buffer.from([...stuffed, ...(i < rows.length - 1 ? [0xff, 0xd0 + (i % 8)] : [])]);
  });
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xdb, Buffer.from([0, ...new Array<number>(64).fill(16)])),
      table(0x00, 4, sizes),
      table(0x10, 1, [0]),
      segment(0xdd, Buffer.from([0, rows[0]?.length ?? 0])),
      segment(0xc0, frame),
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      ...scan,
      Buffer.from([0xff, 0xd9]),
    ]),
  );
}
