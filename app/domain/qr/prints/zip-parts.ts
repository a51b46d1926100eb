import { assert } from "../../../core/assert.ts";

/** A zip ends with the directory of its entries and, in these last bytes, with where that is (APPNOTE 4.3.16, no comment). */
export const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;

/** Where a zip's directory is, and how many entries it names. */
export interface DirectoryPlace {
  entries: number;
  offset: number;
  length: number;
}

/** Reads the last `END_BYTES` of a zip of our own. */
export function readEnd(end: Uint8Array): DirectoryPlace {
  const view = viewOf(end);
  assert(end.length === END_BYTES && view.getUint32(0, true) === END_SIGNATURE, "a part is a zip of ours");
  return { entries: view.getUint16(10, true), length: view.getUint32(12, true), offset: view.getUint32(16, true) };
}

/** A part's directory as it must be once the part begins so many bytes further on. */
export function movedDirectory(directory: Uint8Array, by: number): Uint8Array<ArrayBuffer> {
  const moved = Uint8Array.from(directory);
  const view = viewOf(moved);
  for (let at = 0; at < moved.length; ) {
    assert(view.getUint32(at, true) === ENTRY_SIGNATURE, "a directory holds entries only");
    view.setUint32(at + 42, view.getUint32(at + 42, true) + by, true);
    at += ENTRY_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return moved;
}

/** The end of a zip whose directory is there. Throws beyond what a zip of the first kind can say: 65,535 entries, 4 GB. */
export function writeEnd({ entries, offset, length }: DirectoryPlace): Uint8Array<ArrayBuffer> {
  assert(entries < 0xffff && offset + length < 0xffffffff, "a zip of parts is small enough to be one");
  const end = new Uint8Array(END_BYTES);
  const view = viewOf(end);
  view.setUint32(0, END_SIGNATURE, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, length, true);
  view.setUint32(16, offset, true);
  return end;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
