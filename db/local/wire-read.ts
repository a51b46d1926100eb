import { createGather } from "./gather.ts";

/** The first byte of each message from the server that means something here. */
export const message = {
  authentication: 0x52, // R
  backendKey: 0x4b, // K
  commandComplete: 0x43, // C
  copyIn: 0x47, // G
  dataRow: 0x44, // D
  emptyQuery: 0x49, // I
  error: 0x45, // E
  noData: 0x6e, // n
  readyForQuery: 0x5a, // Z
  rowDescription: 0x54, // T
} as const;

/** What PostgreSQL said, under the names Neon's clients read. */
export type ServerError = Error & {
  code?: string;
  routine?: string;
  severity?: string;
};

type OnMessage = (type: number, body: Buffer, start: number, end: number) => void;

/** Cuts the incoming bytes into messages. */
export function createReader(onMessage: OnMessage): (chunk: Buffer) => void {
  const gather = createGather();
  return (chunk) => {
    const bytes = gather.add(chunk);
    if (bytes === undefined) return;
    let at = 0;
    let needed = 5;
    while (at + 5 <= bytes.length) {
      const length = 1 + bytes.readInt32BE(at + 1);
      if (at + length > bytes.length) {
        needed = length;
        break;
      }
      onMessage(bytes[at] ?? 0, bytes, at + 5, at + length);
      at += length;
    }
    gather.keep(at === 0 ? bytes : bytes.subarray(at), needed);
  };
}

/** The values of a DataRow as PostgreSQL writes them, in text. */
export function rowValues(body: Buffer, start: number): (string | null)[] {
  const values: (string | null)[] = new Array(body.readInt16BE(start));
  let at = start + 2;
  for (let i = 0; i < values.length; i++) {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) values[i] = null;
    else {
      values[i] = body.toString("utf8", at, at + length);
      at += length;
    }
  }
  return values;
}

/** A RowDescription as the JSON that Neon's proxy answers under `fields`. */
export function fieldsAsJson(body: Buffer, start: number): string {
  const fields = [];
  let at = start + 2;
  for (let left = body.readInt16BE(start); left > 0; left--) {
    const zero = body.indexOf(0, at);
    const name = body.toString("utf8", at, zero);
    at = zero + 1;
    fields.push({
      name,
      tableID: body.readUInt32BE(at),
      columnID: body.readInt16BE(at + 4),
      dataTypeID: body.readUInt32BE(at + 6),
      dataTypeSize: body.readInt16BE(at + 10),
      dataTypeModifier: body.readInt32BE(at + 12),
      format: "text",
    });
    at += 18;
  }
  return JSON.stringify(fields);
}

const ERROR_FIELDS: Record<string, string> = {
  S: "severity",
  C: "code",
  M: "message",
  D: "detail",
  H: "hint",
  P: "position",
  p: "internalPosition",
  q: "internalQuery",
  W: "where",
  s: "schema",
  t: "table",
  c: "column",
  d: "dataType",
  n: "constraint",
  F: "file",
  L: "line",
  R: "routine",
};

/** An ErrorResponse as an error. */
export function serverError(body: Buffer, start: number, end: number): ServerError {
  const fields: Record<string, string> = {};
  let at = start;
  while (at < end && body[at] !== 0) {
    const zero = body.indexOf(0, at);
    const name = ERROR_FIELDS[String.fromCharCode(body[at] ?? 0)];
    if (name !== undefined) fields[name] = body.toString("utf8", at + 1, zero);
    at = zero + 1;
  }
  return Object.assign(new Error(fields["message"]), fields);
}
