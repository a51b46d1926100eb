import { connect, type Socket } from "node:net";
import { createReader, fieldsAsJson, message, rowValues, type ServerError, serverError } from "./wire-read.ts";
import { packet } from "./wire-write.ts";

export type Target = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  applicationName: string;
};
export type Statement = { query: string; params?: readonly unknown[] };
export type Result = {
  command: string;
  rowCount: number | null;
  rows: (string | null)[][];
  fieldsJson: string;
};

/** A connection to PostgreSQL, lent to one request at a time. */
export type Wire = {
  /** Runs the statements in one write; a transaction left open is rolled back before this settles. */
  run(statements: readonly Statement[]): Promise<Result[]>;
  /** Asks the server to abandon what is running. */
  cancel(): void;
  close(): void;
  isOpen(): boolean;
  /** Settles when the server has let go of the connection. */
  closed: Promise<void>;
};

/** A statement the server has parsed, or is about to. `fieldsJson` is known once it has been described. */
type Prepared = { name: string; query: string; fieldsJson?: string };

type Run = {
  prepared: Prepared[];
  results: Result[];
  rows: (string | null)[][];
  error?: Error;
  resolve(results: Result[]): void;
  reject(error: Error): void;
};

type Session = {
  socket: Socket;
  target: Target;
  prepared: Map<string, Prepared>;
  serial: number;
  cancelKey: Uint8Array;
  run: Run | undefined;
  /** Why the server ended the connection, when it said so. */
  reason: Error;
  whenReady(): void;
};

/** More prepared statements than this, and the oldest is forgotten: texts with values written into them never end. */
const MAX_PREPARED = 500;
const IDLE = 0x49;
const CLEARTEXT_PASSWORD = 3;

/** Opens a connection with the role's own password, and rejects with the server's reason if it refuses. */
export function connectWire(target: Target): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: target.host,
      port: target.port,
      noDelay: true,
    });
    const reason = new Error(`no connection to PostgreSQL on ${target.host}:${target.port}`);
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    const session: Session = {
      ...{
        socket,
        target,
        reason,
        prepared: new Map(),
        serial: 0,
        cancelKey: new Uint8Array(),
        run: undefined,
      },
      whenReady: () => resolve(createWire(session, closed)),
    };
    socket.on(
      "data",
      createReader((...received) => receive(session, ...received)),
    );
    socket.on("error", (error) => {
      session.reason = error;
    });
    void closed.then(() => {
      reject(session.reason);
      session.run?.reject(session.run.error ?? session.reason);
      session.run = undefined;
    });
    packet.startup({
      user: target.user,
      database: target.database,
      application_name: target.applicationName,
    });
    socket.write(packet.take());
  });
}

function createWire(session: Session, closed: Promise<void>): Wire {
  const { socket, target } = session;
  return {
    closed,
    isOpen: () => socket.writable,
    run(statements) {
      return new Promise((resolve, reject) => {
        session.run = { prepared: [], results: [], rows: [], resolve, reject };
        for (const { query, params } of statements) {
          const prepared = prepare(session, query);
          session.run.prepared.push(prepared);
          packet.execute(prepared.name, params);
        }
        packet.sync();
        socket.write(packet.take());
      });
    },
    cancel() {
      const request = connect({ host: target.host, port: target.port });
      request.on("error", () => {});
      packet.cancel(session.cancelKey);
      request.end(packet.take());
    },
    close() {
      packet.terminate();
      socket.end(packet.take());
    },
  };
}

/** Each text is parsed and described once per connection; after that only its parameters travel. */
function prepare(session: Session, query: string): Prepared {
  const known = session.prepared.get(query);
  if (known !== undefined) return known;
  const [oldest] = session.prepared.size < MAX_PREPARED ? [] : session.prepared.values();
  if (oldest !== undefined) {
    session.prepared.delete(oldest.query);
    packet.close(oldest.name);
  }
  session.serial += 1;
  const prepared = { name: `s${session.serial}`, query };
  session.prepared.set(query, prepared);
  packet.parse(prepared.name, query);
  return prepared;
}

function receive(session: Session, type: number, bytes: Buffer, start: number, end: number): void {
  const { run } = session;
  switch (type) {
    case message.dataRow:
      run?.rows.push(rowValues(bytes, start));
      break;
    case message.commandComplete:
      complete(run, bytes.toString("latin1", start, end - 1));
      break;
    case message.emptyQuery:
      complete(run, "");
      break;
    case message.readyForQuery:
      if (bytes[start] === IDLE) settle(session);
      else send(session, () => packet.query("rollback"));
      break;
    case message.rowDescription:
      describe(run, fieldsAsJson(bytes, start));
      break;
    case message.noData:
      describe(run, "[]");
      break;
    case message.error:
      if (run === undefined) session.reason = serverError(bytes, start, end);
      else run.error ??= serverError(bytes, start, end);
      break;
    case message.copyIn:
      send(session, packet.refuseCopy);
      break;
    case message.authentication:
      authenticate(session, bytes.readInt32BE(start));
      break;
    case message.backendKey:
      session.cancelKey = Uint8Array.from(bytes.subarray(start, end));
  }
}

function send({ socket }: Session, write: () => void): void {
  write();
  socket.write(packet.take());
}

function authenticate(session: Session, kind: number): void {
  if (kind === 0) return;
  if (kind === CLEARTEXT_PASSWORD) send(session, () => packet.password(session.target.password));
  else {
    session.reason = new Error("the local bridge needs a server whose pg_hba.conf says `password`");
    session.socket.destroy();
  }
}

function describe(run: Run | undefined, fieldsJson: string): void {
  const prepared = run?.prepared[run.results.length];
  if (prepared !== undefined) prepared.fieldsJson = fieldsJson;
}

/** The tag is a word, and after it perhaps the number of rows: `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`. */
function complete(run: Run | undefined, tag: string): void {
  const prepared = run?.prepared[run.results.length];
  if (run === undefined || prepared === undefined) return;
  const words = tag.split(" ");
  const count = Number(words.at(-1) || "none");
  run.results.push({
    command: words[0] ?? "",
    rowCount: Number.isNaN(count) ? null : count,
    rows: run.rows,
    fieldsJson: prepared.fieldsJson ?? "[]",
  });
  run.rows = [];
}

/** The server is idle again: what was asked is done, or has failed as a whole. */
function settle(session: Session): void {
  const { run } = session;
  session.run = undefined;
  if (run === undefined) session.whenReady();
  else if (run.error === undefined) run.resolve(run.results);
  else {
    for (const { query, fieldsJson } of run.prepared) {
      if (fieldsJson === undefined || isStale(run.error)) session.prepared.delete(query);
    }
    run.reject(run.error);
  }
}

/** A prepared statement that a migration or DISCARD made unusable. Nothing was changed, so it may be run again. */
export function isStale({ code, routine }: ServerError): boolean {
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}
