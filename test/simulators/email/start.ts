import { createServer } from "node:http";
import { createTexts } from "#test/simulators/sms/index.ts";
import { createFaults } from "./faults.ts";
import { createListener } from "./server.ts";
import { createStore } from "./store.ts";

export const defaultApiKey = "re_simulator_0123456789";

export interface EmailSimulatorOptions {
  /** 0 or absent: a free port. */
  port?: number;
  host?: string;
  /** JSON file to load at the start and keep up to date. */
  dataFile?: string;
}

export interface EmailSimulator {
  /** The provider's API, and the inbox for a browser. */
  url: string;
  port: number;
  apiKey: string;
  close(): Promise<void>;
}

/** Starts an e-mail provider of one's own, which takes SMS too, on a real port; what it is given to send, it keeps and shows. */
export async function startEmailSimulator(options: EmailSimulatorOptions = {}): Promise<EmailSimulator> {
  const host = options.host ?? "127.0.0.1";
  const store = createStore(options.dataFile);
  const sim = { store, texts: createTexts(store), faults: createFaults(), apiKey: defaultApiKey };
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, createListener(sim));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://${host}:${port}`,
    port,
    apiKey: defaultApiKey,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
