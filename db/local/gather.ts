/** Collects the chunks of a stream until a whole message is there, and joins them only then. */
export type Gather = {
  /** The bytes in hand with this chunk, or nothing while more are needed. */
  add(chunk: Buffer): Buffer | undefined;
  /** Puts back what could not be used before so many bytes are there. */
  keep(rest: Buffer, needed: number): void;
};

export function createGather(): Gather {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 0;
  return {
    add(chunk) {
      if (length === 0) return chunk;
      chunks.push(chunk);
      length += chunk.length;
      if (length < needed) return undefined;
      const whole = joined(chunks, length);
      chunks = [];
      length = 0;
      return whole;
    },
    keep(rest, bytes) {
      chunks = rest.length === 0 ? [] : [rest];
      length = rest.length;
      needed = bytes;
    },
  };
}

function joined(chunks: readonly Buffer[], length: number): Buffer {
  const whole = Buffer.allocUnsafe(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
