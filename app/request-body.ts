import { AppError } from "./core/errors.ts";

/** What is still taken in, and thrown away, of a body that is refused: a client that is cut off never sees the answer. */
const DISCARD_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Reads a body of at most `limit` bytes. The limit holds whatever `content-length` says, and no more than it is ever
 * kept. Refuses: BODY_TOO_LARGE.
 */
export async function readBody(
  request: Request,
  limit: number,
  tooLarge = `Send at most ${limit} bytes.`,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array();
  if (mayBeReadAtOnce(request, limit)) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size <= limit) chunks.push(part.value);
    else chunks.length = 0;
    if (size > limit + DISCARD_LIMIT_BYTES) {
      await reader.cancel();
      break;
    }
  }
  if (size > limit) throw new AppError("BODY_TOO_LARGE", tooLarge);
  return join(chunks, size);
}

/** Takes in what nobody has read of a body: with it unread, the connection closes under the client's next request. */
export async function discardBody(request: Request): Promise<void> {
  if (!request.body || request.bodyUsed) return;
  await readBody(request, 0).catch(() => undefined);
}

/** A declared length bounds the body by the protocol itself, unless the body comes in chunks. */
function mayBeReadAtOnce({ headers }: Request, limit: number): boolean {
  const declared = headers.get("content-length");
  return declared !== null && Number(declared) <= limit && !headers.has("transfer-encoding");
}

function join(chunks: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
