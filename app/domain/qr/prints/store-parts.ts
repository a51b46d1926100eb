import { assert } from "../../../core/assert.ts";
import { type DirectoryPlace, END_BYTES, movedDirectory, readEnd, writeEnd } from "./zip-parts.ts";

interface Part extends DirectoryPlace {
  key: string;
}

/**
 * Makes one zip of several in object storage, without ever holding more than one part's directory: their entries are
 * passed on as they come, and their directories follow, moved. Gives the file's size.
 */
export async function storeParts(files: R2Bucket, keys: readonly string[], key: string): Promise<number> {
  const parts: Part[] = [];
  for (const each of keys) {
    const end = await bytesOf(files, each, { suffix: END_BYTES });
    parts.push({ key: each, ...readEnd(end) });
  }
  const offset = parts.reduce((sum, part) => sum + part.offset, 0);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const entries = parts.reduce((sum, part) => sum + part.entries, 0);
  const size = offset + length + END_BYTES;
  const { readable, writable } = new FixedLengthStream(size);
  const stored = files.put(key, readable, { httpMetadata: { contentType: "application/zip" } });
  await Promise.all([stored, writeParts(files, parts, writable, writeEnd({ entries, offset, length }))]);
  return size;
}

async function writeParts(
  files: R2Bucket,
  parts: readonly Part[],
  writable: WritableStream,
  end: Uint8Array,
): Promise<void> {
  for (const { key, offset } of parts) {
    if (offset === 0) continue;
    const object = await files.get(key, { range: { offset: 0, length: offset } });
    assert(object, "a part that was printed is kept until the file is there");
    await object.body.pipeTo(writable, { preventClose: true });
  }
  const writer = writable.getWriter();
  let before = 0;
  for (const { key, offset, length } of parts) {
    if (length > 0) await writer.write(movedDirectory(await bytesOf(files, key, { offset, length }), before));
    before += offset;
  }
  await writer.write(end);
  await writer.close();
}

async function bytesOf(files: R2Bucket, key: string, range: R2Range): Promise<Uint8Array> {
  const object = await files.get(key, { range });
  assert(object, "a part that was printed is kept until the file is there");
  return new Uint8Array(await object.arrayBuffer());
}
