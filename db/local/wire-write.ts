const PROTOCOL = 196608;
const CANCEL = 80877102;

/** One buffer serves every connection: a packet is always written and taken in the same turn. */
let out = new Uint8Array(1 << 16);
let view = Buffer.from(out.buffer);
let at = 0;

function room(bytes: number): void {
  if (at + bytes <= out.length) return;
  const larger = new Uint8Array(Math.max(out.length * 2, at + bytes));
  larger.set(out);
  out = larger;
  view = Buffer.from(out.buffer);
}

function int32(value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
  at += 4;
}

function int16(value: number): void {
  out[at] = value >>> 8;
  out[at + 1] = value;
  at += 2;
}

function text(value: string): void {
  room(value.length * 3 + 16);
  at += view.write(value, at);
}

function cstring(value: string): void {
  text(value);
  out[at++] = 0;
}

function begin(type: string): number {
  room(64);
  if (type !== "") out[at++] = type.charCodeAt(0);
  at += 4;
  return at - 4;
}

/** Fills in the length that `begin` left room for. */
function finish(start: number): void {
  const end = at;
  at = start;
  int32(end - start);
  at = end;
}

/** Neon's client has turned every value into text already; other callers may send plain JSON. */
function parameter(value: unknown): void {
  room(8);
  if (value === null || value === undefined) {
    int32(-1);
    return;
  }
  const start = at;
  at += 4;
  text(typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value));
  const end = at;
  at = start;
  int32(end - start - 4);
  at = end;
}

/** Writes the messages of PostgreSQL's protocol, version 3; `take()` hands over what has been written. */
export const packet = {
  startup(settings: Record<string, string>): void {
    const start = begin("");
    int32(PROTOCOL);
    for (const [name, value] of Object.entries(settings)) {
      cstring(name);
      cstring(value);
    }
    out[at++] = 0;
    finish(start);
  },
  password(value: string): void {
    const start = begin("p");
    cstring(value);
    finish(start);
  },
  query(sql: string): void {
    const start = begin("Q");
    cstring(sql);
    finish(start);
  },
  /** Parse, and describe what it will answer. */
  parse(name: string, query: string): void {
    const parse = begin("P");
    cstring(name);
    cstring(query);
    int16(0);
    finish(parse);
    const describe = begin("D");
    out[at++] = 0x53; // S: a statement
    cstring(name);
    finish(describe);
  },
  /** Bind with every parameter and every result as text, and execute to the end. */
  execute(name: string, params: readonly unknown[] = []): void {
    const bind = begin("B");
    out[at++] = 0;
    cstring(name);
    int16(0);
    int16(params.length);
    for (const value of params) parameter(value);
    room(32);
    int16(0);
    finish(bind);
    const execute = begin("E");
    out[at++] = 0;
    int32(0);
    finish(execute);
  },
  close(name: string): void {
    const start = begin("C");
    out[at++] = 0x53;
    cstring(name);
    finish(start);
  },
  /** The server has swallowed the Sync that was sent ahead, so this brings another. */
  refuseCopy(): void {
    const start = begin("f");
    cstring("COPY is not possible over HTTP");
    finish(start);
    packet.sync();
  },
  sync: (): void => finish(begin("S")),
  terminate: (): void => finish(begin("X")),
  /** The request on a second connection that cancels what the first is running. */
  cancel(key: Uint8Array): void {
    const start = begin("");
    int32(CANCEL);
    out.set(key, at);
    at += key.length;
    finish(start);
  },
  take(): Uint8Array {
    const taken = out.slice(0, at);
    at = 0;
    return taken;
  },
};
