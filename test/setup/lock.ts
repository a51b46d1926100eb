import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./root.ts";

export type Lock = {
  /** What somebody who finds the lock taken is told. */
  describe(holder: string): void;
  release(): Promise<void>;
};

/**
 * Takes the lock of that name for this checkout; undefined when another process has it.
 * The lock is a listening socket, so the system itself gives it back when its holder dies, however it dies.
 */
export async function takeLock(name: string, folder = root): Promise<Lock | undefined> {
  const address = lockAddress(name, folder);
  const waiting = new Set<Socket>();
  let holder = `process ${process.pid}`;
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => waiting.delete(socket));
    socket.write(`${holder}\n`);
  });
  if (!(await listens(server, address))) return undefined;
  server.unref();
  return {
    describe(text) {
      holder = text;
    },
    async release() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of waiting) socket.destroy();
      await closed;
    },
  };
}

/** Takes the lock, after its holder when it has one. */
export async function awaitLock(name: string, folder = root, signal?: AbortSignal): Promise<Lock> {
  for (;;) {
    signal?.throwIfAborted();
    const lock = await takeLock(name, folder);
    if (lock !== undefined) return lock;
    await new Promise<void>((done) => {
      const socket = connect({ path: lockAddress(name, folder), ...(signal && { signal }) });
      socket.on("error", () => undefined);
      socket.on("close", () => done());
      socket.resume();
    });
  }
}

/** Who has the lock, in its own words; undefined when nobody has it. */
export function lockHolder(name: string, folder = root): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(lockAddress(name, folder));
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => resolve(undefined));
    socket.on("data", (part: string) => {
      text += part;
      if (!text.endsWith("\n")) return;
      resolve(text.trim());
      socket.destroy();
    });
  });
}

/** On Linux a name without a file; elsewhere a pipe or a file, of which a dead holder leaves nothing but the name. */
function lockAddress(name: string, folder: string): string {
  const id = `asante-${name}-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  if (process.platform === "linux") return `\0${id}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${id}` : join(tmpdir(), `${id}.sock`);
}

async function listens(server: Server, address: string): Promise<boolean> {
  if (await tryListen(server, address)) return true;
  if (!address.startsWith("/") || (await answers(address))) return false;
  await rm(address, { force: true });
  return tryListen(server, address);
}

function tryListen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error));
    server.once("error", refused);
    server.listen(address, () => {
      server.removeListener("error", refused);
      resolve(true);
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
