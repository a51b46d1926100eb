import { connectWire, isStale, type Result, type Statement, type Target, type Wire } from "./wire.ts";

/** As many as one role may keep busy at once; a statement that waits for a lock holds up no other. */
const MAX_CONNECTIONS = 32;
const IDLE_MS = 30_000;
const SWEEP_MS = 10_000;

/** Connections of one role to one database. The last used is the first reused, so that few are kept warm. */
export type Pool = {
  target: Target;
  idle: Connection[];
  queue: Task[];
  /** One for each connection, from before it is made until the server has let go of it. */
  ends: Set<Promise<void>>;
  /** Connections of an older generation are closed instead of being used again. */
  generation: number;
};

type Connection = { wire: Wire; generation: number; idleSince: number };

type Task = {
  statements: readonly Statement[];
  resolve(results: Result[]): void;
  reject(error: Error): void;
  /** The connection it runs on, for as long as it runs. */
  wire?: Wire | undefined;
  isAbandoned: boolean;
  isRepeated: boolean;
};

export type Ticket = {
  results: Promise<Result[]>;
  /** The caller has gone: leave the queue, or cancel what is running. */
  abandon(): void;
};

/** A pool for each connection string that is ever asked for. */
export function createPools(upstream: { host: string; port: number }) {
  const pools = new Map<string, Pool>();
  const sweep = setInterval(() => {
    for (const pool of pools.values()) closeIdle(pool, IDLE_MS);
  }, SWEEP_MS).unref();

  async function drain(database?: string): Promise<void> {
    const chosen = [...pools.values()].filter(({ target }) => database === undefined || target.database === database);
    await Promise.all(chosen.flatMap(retireAll));
  }

  return {
    get(connectionString: string): Pool {
      const known = pools.get(connectionString);
      if (known !== undefined) return known;
      const pool = {
        target: { ...upstream, ...parse(connectionString) },
        idle: [],
        queue: [],
        ends: new Set(),
        generation: 0,
      } as Pool;
      pools.set(connectionString, pool);
      return pool;
    },
    /** Closes every connection, of one database or of all, as soon as it is idle, and waits for that. */
    drain,
    close(): Promise<void> {
      clearInterval(sweep);
      return drain();
    },
  };
}

/** Runs statements on a connection of their own, now or when one comes free. */
export function runInPool(pool: Pool, statements: readonly Statement[]): Ticket {
  let abandon = (): void => {};
  const results = new Promise<Result[]>((resolve, reject) => {
    const task: Task = {
      statements,
      resolve,
      reject,
      isAbandoned: false,
      isRepeated: false,
    };
    abandon = () => {
      task.isAbandoned = true;
      task.wire?.cancel();
    };
    let free = pool.idle.pop();
    while (free?.wire.isOpen() === false) free = pool.idle.pop();
    if (free === undefined) {
      pool.queue.push(task);
      grow(pool);
    } else start(pool, task, free);
  });
  return { results, abandon };
}

function grow(pool: Pool): void {
  if (pool.ends.size >= MAX_CONNECTIONS) return;
  const { generation } = pool;
  const end: Promise<void> = connectWire(pool.target).then(
    (wire) => {
      next(pool, { wire, generation, idleSince: 0 });
      return wire.closed.then(() => forget(pool, end, wire));
    },
    (error: Error) => {
      pool.queue.shift()?.reject(error);
      forget(pool, end);
    },
  );
  pool.ends.add(end);
}

function forget(pool: Pool, end: Promise<void>, wire?: Wire): void {
  pool.ends.delete(end);
  pool.idle = pool.idle.filter((one) => one.wire !== wire);
  if (pool.queue.length > 0) grow(pool);
}

function next(pool: Pool, connection: Connection): void {
  if (connection.generation !== pool.generation) {
    connection.wire.close();
    return;
  }
  let task = pool.queue.shift();
  while (task?.isAbandoned) task = pool.queue.shift();
  if (task === undefined) pool.idle.push({ ...connection, idleSince: performance.now() });
  else start(pool, task, connection);
}

function start(pool: Pool, task: Task, connection: Connection): void {
  task.wire = connection.wire;
  connection.wire.run(task.statements).then(
    (results) => {
      finish(pool, task, connection);
      task.resolve(results);
    },
    (error: Error) => {
      if (isStale(error) && !task.isRepeated && !task.isAbandoned) {
        task.isRepeated = true;
        start(pool, task, connection);
      } else {
        finish(pool, task, connection);
        task.reject(error);
      }
    },
  );
}

function finish(pool: Pool, task: Task, connection: Connection): void {
  task.wire = undefined;
  // A cancellation still on its way must not meet the next statement, so its connection is not used again.
  if (task.isAbandoned) connection.wire.close();
  else if (connection.wire.isOpen()) next(pool, connection);
}

function retireAll(pool: Pool): Promise<void>[] {
  pool.generation += 1;
  closeIdle(pool, 0);
  return [...pool.ends];
}

function closeIdle(pool: Pool, idleMs: number): void {
  const before = performance.now() - idleMs;
  for (const { wire, idleSince } of pool.idle) if (idleSince <= before) wire.close();
  pool.idle = pool.idle.filter(({ idleSince }) => idleSince > before);
}

function parse(connectionString: string): Omit<Target, "host" | "port"> {
  const { username, password, pathname, searchParams } = new URL(connectionString);
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    applicationName: searchParams.get("application_name") ?? "",
  };
}
