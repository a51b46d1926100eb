/** The file breaks the rules of its format, ends too early, or uses a part of the format that cameras do not. */
export class PictureFault extends Error {
  override readonly name = "PictureFault";
}

/** Sixteen bits of the stream give length (high byte) and symbol (low byte) of the code they begin with. */
export type HuffmanTable = Uint16Array;

/** Builds a table from the counts of codes of 1 to 16 bits and their symbols (ITU-T T.81, annex C). */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65_536);
  let at = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    const span = 1 << (16 - length);
    for (let i = 0; i < (counts[length - 1] ?? 0); i++) {
      if (at + span > table.length) throw new PictureFault("a Huffman table has too many codes");
      table.fill((length << 8) | (symbols[next++] ?? 0), at, at + span);
      at += span;
    }
  }
  return table;
}

export interface BitReader {
  bit(): number;
  /** At most 16 bits, the first one highest. */
  bits(length: number): number;
  symbol(table: HuffmanTable): number;
  /** Drops what is left of a byte and passes a restart marker. */
  restart(): void;
  /** Where the next marker can be looked for. */
  position(): number;
}

/** Reads entropy-coded bits. A marker or the end of the file ends them: to want more is a fault. */
export function bitReader(bytes: Uint8Array, start: number): BitReader {
  let at = start;
  let buffer = 0;
  let count = 0;

  function fill(): void {
    while (count <= 16 && at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte === 0xff) {
        if (bytes[at + 1] !== 0) return;
        at += 1;
      }
      at += 1;
      buffer = (buffer << 8) | byte;
      count += 8;
    }
  }

  function drop(length: number): void {
    if (length > count) throw new PictureFault("the picture ends too early");
    count -= length;
    buffer &= (1 << count) - 1;
  }

  function bits(length: number): number {
    if (length > count) fill();
    const value = count >= length ? buffer >> (count - length) : 0;
    drop(length);
    return value;
  }

  function symbol(table: HuffmanTable): number {
    if (count < 16) fill();
    const entry = table[count >= 16 ? (buffer >> (count - 16)) & 0xffff : (buffer << (16 - count)) & 0xffff] as number;
    if (entry === 0) throw new PictureFault("a code is in no table");
    drop(entry >> 8);
    return entry & 0xff;
  }

  function restart(): void {
    buffer = 0;
    count = 0;
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker < 0xd0 || marker > 0xd7) throw new PictureFault("a restart marker is missing");
    at += 2;
  }

  return { bit: () => bits(1), bits, symbol, restart, position: () => at };
}
