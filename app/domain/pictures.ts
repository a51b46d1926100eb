import { assert } from "../core/assert.ts";
import { type Randomness, randomBase32 } from "../core/ids.ts";
import type { Images, PixelArea } from "./imaging.ts";
import {
  type HeaderReading,
  type PictureHeader,
  readPicture,
  toStored,
  type UnreadableReason,
} from "./picture-header.ts";

/** The most a person may upload. */
export const PICTURE_MAX_BYTES = 10 * 1024 * 1024;
/** A picture with a shorter side says nothing on a card. */
const SIDE_MIN_PIXELS = 96;

/** What is kept of a picture: one small enough for a patron's phone on a slow network, one for a screen. */
export const AVATAR = { side: 192, maxBytes: 8_000 };
export const LARGE = { side: 640, maxBytes: 80_000 };

/** A part of the upright picture, in fractions of its width and height. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A face is cut to a square; a logo keeps its form. */
export type PictureShape = "square" | "whole";

export type PictureRefusal = UnreadableReason | "empty" | "too_large" | "too_many_pixels" | "too_small";

export interface PreparedPicture {
  /** JPEG, without any metadata. */
  avatar: Uint8Array<ArrayBuffer>;
  large: Uint8Array<ArrayBuffer>;
}

export type PictureOutcome =
  | { status: "ready"; picture: PreparedPicture }
  | { status: "refused"; reason: PictureRefusal; message: string };

/**
 * Makes an avatar and a large picture out of an upload: upright, cut, and of new pixels only, so that nothing else the
 * file carried (place, device, comments, a second file behind it) is kept. What cannot be taken is refused in words.
 * A declared size beyond what can be decoded is refused before anything is decoded.
 */
export async function preparePicture(
  images: Images,
  bytes: Uint8Array<ArrayBuffer>,
  { crop, shape }: { crop: Crop | null; shape: PictureShape },
): Promise<PictureOutcome> {
  if (bytes.length === 0) return refused("empty");
  if (bytes.length > PICTURE_MAX_BYTES) return refused("too_large");
  const reading: HeaderReading = readPicture(bytes);
  if (reading.status === "unreadable") return refused(reading.reason);
  const { header } = reading;
  if (header.width * header.height > header.pixelLimit) return refused("too_many_pixels", header);
  if (Math.min(header.width, header.height) < SIDE_MIN_PIXELS) return refused("too_small");
  const { kind, width, height, orientation } = header;
  const area = areaOf(header, crop, shape);
  const sizes = [AVATAR, LARGE];
  const rendering = await images.render(bytes, { kind, width, height, orientation, area, sizes });
  if (rendering.status === "unreadable") return refused("damaged");
  const [avatar, large] = rendering.pictures;
  assert(
    avatar && large && avatar.length <= AVATAR.maxBytes && large.length <= LARGE.maxBytes,
    "a picture fits its size",
  );
  return { status: "ready", picture: { avatar, large } };
}

/** Keeps a picture under a new key that nobody can guess, and gives the key. A key never gets another picture. */
export async function storePicture(
  { files, randomness }: { files: R2Bucket; randomness: Randomness },
  { avatar, large }: PreparedPicture,
): Promise<string> {
  const key = randomBase32(KEY_LENGTH, randomness).toLowerCase();
  const options = { httpMetadata: { contentType: "image/jpeg" } };
  await files.put(fileOf(largeKey(key)), large, options);
  await files.put(fileOf(key), avatar, options);
  return key;
}

/** Takes a picture that is no longer shown out of object storage. */
export async function removePicture(files: R2Bucket, key: string): Promise<void> {
  await files.delete([fileOf(key), fileOf(largeKey(key))]);
}

/** The picture's file in object storage; served at `/photos/<key>`. */
export function fileOf(key: string): string {
  return `photos/${key}`;
}

/** The key of the large picture beside an avatar. */
export function largeKey(key: string): string {
  return `${key}-large`;
}

/** 130 random bits. */
const KEY_LENGTH = 26;

/** Reads a crop as PhotoField posts it: JSON with x, y, width and height in fractions. Null when it makes no sense. */
export function readCrop(text: string | null): Crop | null {
  try {
    const { x, y, width, height } = JSON.parse(text ?? "") as Record<string, unknown>;
    const sides = [x, y, width, height].map(Number);
    if (!sides.every((side) => side >= 0 && side <= 1) || Number(width) <= 0 || Number(height) <= 0) return null;
    const [left = 0, top = 0, wide = 0, high = 0] = sides;
    return { x: left, y: top, width: Math.min(wide, 1 - left), height: Math.min(high, 1 - top) };
  } catch {
    return null;
  }
}

/** The stored pixels that are shown: the crop, made square where it must be, no smaller than what a card can show. */
export function areaOf(header: PictureHeader, crop: Crop | null, shape: PictureShape): PixelArea {
  const isTurned = header.orientation >= 5;
  const width = isTurned ? header.height : header.width;
  const height = isTurned ? header.width : header.height;
  const wanted = crop ?? { x: 0, y: 0, width: 1, height: 1 };
  let wide = clamp(Math.round(wanted.width * width), SIDE_MIN_PIXELS, width);
  let high = clamp(Math.round(wanted.height * height), SIDE_MIN_PIXELS, height);
  if (shape === "square") wide = high = Math.min(wide, high);
  const left = clamp(Math.round((wanted.x + wanted.width / 2) * width - wide / 2), 0, width - wide);
  const top = clamp(Math.round((wanted.y + wanted.height / 2) * height - high / 2), 0, height - high);
  const [x0, y0] = toStored(header.orientation, left / width, top / height);
  const [x1, y1] = toStored(header.orientation, (left + wide) / width, (top + high) / height);
  return {
    x: Math.round(Math.min(x0, x1) * header.width),
    y: Math.round(Math.min(y0, y1) * header.height),
    width: Math.round(Math.abs(x1 - x0) * header.width),
    height: Math.round(Math.abs(y1 - y0) * header.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

const CHOOSE = "Choose a JPEG, PNG or WebP picture.";

const WORDS: Record<Exclude<PictureRefusal, "too_many_pixels">, string> = {
  empty: `The file is empty. ${CHOOSE}`,
  too_large: "The picture is larger than 10 MB. Choose a smaller one, or save it again as a smaller JPEG.",
  too_small: `The picture is too small. Choose one of at least ${SIDE_MIN_PIXELS} × ${SIDE_MIN_PIXELS} pixels.`,
  heic: "This is an HEIC photo, which we cannot open. Save it as JPEG and choose that: on an iPhone, Settings, Camera, Formats, Most Compatible.",
  avif: "This is an AVIF picture, which we cannot open. Save it as JPEG and choose that.",
  gif: "This is a GIF. Choose a still picture: JPEG, PNG or WebP.",
  animation: "This is an animation. Choose a still picture: JPEG, PNG or WebP.",
  svg: "This is an SVG drawing, which we cannot open. Save it as PNG and choose that.",
  pdf: "This is a PDF document. Save the picture in it as JPEG or PNG and choose that.",
  cmyk: "This JPEG is made for print (CMYK). Save it as an ordinary (RGB) JPEG and choose that.",
  not_a_picture: `This file is not a picture that we can open. ${CHOOSE}`,
  damaged: "The picture is damaged or incomplete. Open it on your device, save it again as JPEG and choose that.",
};

function refused(reason: PictureRefusal, header?: PictureHeader): PictureOutcome {
  if (reason !== "too_many_pixels") return { status: "refused", reason, message: WORDS[reason] };
  const side = Math.floor(Math.sqrt(header?.pixelLimit ?? 0) / 100) * 100;
  const message = `The picture has too many pixels. Save it again with at most ${side} × ${side} pixels and choose that.`;
  return { status: "refused", reason, message };
}
