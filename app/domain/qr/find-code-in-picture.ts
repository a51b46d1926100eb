import type { Ctx } from "../context.ts";
import { requireStaff } from "../permissions.ts";
import { readPicture } from "../picture-header.ts";
import { PICTURE_MAX_BYTES } from "../pictures.ts";

export type PictureReading =
  | { status: "read"; text: string }
  | { status: "no_code" }
  /** Not a JPEG, PNG or WebP that can be opened here. */
  | { status: "unreadable" };

/** Tried in turn: the whole picture small, where noise is gone, then larger, where a small code still has its modules. */
const SIDES = [800, 1_600];

/** What the QR code in a photo says. Throws FORBIDDEN. */
export async function findCodeInPicture(ctx: Ctx, bytes: Uint8Array<ArrayBuffer>): Promise<PictureReading> {
  requireStaff(ctx.actor, "codes.read", ctx.clock.now());
  if (bytes.length === 0 || bytes.length > PICTURE_MAX_BYTES) return { status: "unreadable" };
  const reading = readPicture(bytes);
  if (reading.status === "unreadable") return { status: "unreadable" };
  const { kind, width, height, orientation, pixelLimit } = reading.header;
  if (width * height > pixelLimit) return { status: "unreadable" };
  const order = { kind, width, height, orientation, area: { x: 0, y: 0, width, height } };
  for (const side of SIDES) {
    const picture = await ctx.images.open(bytes, order, side);
    if (!picture) return { status: "unreadable" };
    const text = await ctx.press.readCode(picture);
    if (text) return { status: "read", text };
    if (Math.max(width, height) <= side) break;
  }
  return { status: "no_code" };
}
