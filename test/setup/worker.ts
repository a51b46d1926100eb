import { Log, LogLevel, Miniflare, type MiniflareOptions } from "miniflare";
import { systemClock } from "#app/core/time.ts";
import { createClosing } from "./closing.ts";
import { leashWorkerd } from "./leash.ts";
import { withoutSignalHandlers } from "./signals.ts";
import { workerOptions } from "./worker-options.ts";

export type WorkerLog = { timestamp: number; level: string; message: string };

export type StartWorkerOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Where R2, Durable Objects and the cache are kept; without it they go with the Worker. */
  dataDir?: string;
  /** Secrets, and variables other than those of wrangler.toml. */
  bindings: Record<string, string>;
  /** What the Worker writes to its console. By default its errors are repeated on ours, where a test fails on them. */
  onLog?: (log: WorkerLog) => void;
  /** The checkout whose bundle is run. */
  folder?: string;
};

export type QueueMessage = {
  id: string;
  timestamp: Date;
  attempts: number;
  body: unknown;
};

export type RunningWorker = {
  url: string;
  miniflare: Miniflare;
  dispatchScheduled(cron: string, scheduledTime?: Date): Promise<{ outcome: string }>;
  /** Hands a batch to the consumer of a queue and returns what it acknowledged and what it wants again. */
  dispatchQueue(queue: string, messages: QueueMessage[]): Promise<QueueAnswer>;
  /** Takes the bundle as it is on disk now; everything stored stays. */
  reload(): Promise<void>;
  close(): Promise<void>;
};

export type QueueAnswer = {
  outcome: string;
  ackAll: boolean;
  retryBatch: { retry: boolean; delaySeconds?: number };
  explicitAcks: string[];
  retryMessages: { msgId: string; delaySeconds?: number }[];
};

/**
 * Runs the bundle in build/worker in workerd, with everything wrangler.toml binds to it and nothing from the internet.
 * Like Cloudflare, it tells the Worker the client's address in `cf-connecting-ip`; a test may set that header itself.
 */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const settings = await miniflareOptions(options, options.port ?? 0);
  const closing = createClosing();
  try {
    const leash = leashWorkerd();
    closing.add(leash.release);
    const miniflare = await withoutSignalHandlers(() => new Miniflare(settings));
    closing.add(() => miniflare.dispose());
    const url = (await miniflare.ready).origin;
    return {
      url,
      miniflare,
      dispatchScheduled: async (cron, scheduledTime = systemClock.now()) =>
        await (await fetcher(miniflare)).scheduled({ cron, scheduledTime }),
      dispatchQueue: async (queue, messages) => await (await fetcher(miniflare)).queue(queue, messages),
      reload: async () => miniflare.setOptions(await miniflareOptions(options, Number(new URL(url).port))),
      close: closing.close,
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

type Fetcher = {
  scheduled(options: { cron: string; scheduledTime: Date }): Promise<{ outcome: string }>;
  queue(name: string, messages: QueueMessage[]): Promise<QueueAnswer>;
};

async function fetcher(miniflare: Miniflare): Promise<Fetcher> {
  return (await miniflare.getWorker()) as unknown as Fetcher;
}

async function miniflareOptions(options: StartWorkerOptions, port: number): Promise<MiniflareOptions> {
  return {
    host: "127.0.0.1",
    port,
    cf: false,
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: options.onLog ?? repeatErrors,
    ...(options.dataDir === undefined ? {} : { defaultPersistRoot: options.dataDir }),
    ...(await workerOptions(options.bindings, options.folder)),
  } as MiniflareOptions;
}

function repeatErrors({ level, message }: WorkerLog): void {
  if (level === "error") console.error(`[worker] ${message}`);
}
