import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** The binary that Miniflare runs as well. */
const WORKERD = (createRequire(import.meta.url)("workerd") as { default: string }).default;

/** One Worker in a workerd process. `bindings` and `storage` are fields of workerd's own configuration (workerd.capnp). */
export type WorkerService = {
  name: string;
  /** The text of its one module. */
  script: string;
  bindings?: readonly string[];
  flags?: readonly string[];
  /** Further fields, such as its Durable Objects. */
  fields?: string;
  /** true gives it a port of its own. */
  listens?: boolean;
};

export type RunningWorkerd = {
  pid: number;
  /** The address of each Worker that listens, by its name. */
  urls: Record<string, string>;
  stop(): Promise<void>;
};

export type WorkerdOptions = {
  folder: string;
  compatibilityDate: string;
  services: readonly WorkerService[];
  /** Further services as workerd's configuration writes them. */
  others?: readonly string[];
  /** Writes each line a Worker logs. */
  onLine?: (line: string) => void;
};

/** Runs Workers in one bare workerd process, without Miniflare around it, which costs several times what workerd does. */
export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorkerd> {
  await mkdir(options.folder, { recursive: true });
  for (const { name, script } of options.services) await writeFile(join(options.folder, `${name}.js`), script);
  const file = join(options.folder, "config.capnp");
  await writeFile(file, configText(options));
  const child = spawn(WORKERD, ["serve", "--experimental", "--control-fd=3", file], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      for (const line of text.split("\n")) if (line !== "") options.onLine?.(line);
    });
  }
  const names = options.services.filter(({ listens }) => listens).map(({ name }) => name);
  const urls = await Promise.race([
    listening(child, names),
    exited.then((): never => {
      throw new Error(`workerd did not start:\n${said}`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    urls,
    async stop() {
      process.off("exit", end);
      end();
      await exited;
    },
  };
}

/** workerd reports each port once its socket listens. */
function listening(child: ChildProcess, names: readonly string[]): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  let text = "";
  return new Promise((resolve) => {
    (child.stdio[3] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const message = JSON.parse(line) as { event: string; socket?: string; port?: number };
        if (message.event === "listen" && message.socket) urls[message.socket] = `http://127.0.0.1:${message.port}`;
      }
      if (names.every((name) => name in urls)) resolve(urls);
    });
  });
}

function configText({ services, others = [], compatibilityDate }: WorkerdOptions): string {
  const workers = services.map(
    ({ name, bindings = [], flags = [], fields = "" }) => `(name = "${name}", worker = (
      modules = [(name = "${name}.js", esModule = embed "${name}.js")],
      compatibilityDate = "${compatibilityDate}",
      compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}],
      bindings = [${bindings.join(",\n        ")}],
      ${fields}
    ))`,
  );
  const sockets = services
    .filter(({ listens }) => listens)
    .map(({ name }) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${[...workers, ...others].join(",\n    ")}
  ],
  sockets = [${sockets.join(", ")}],
);
`;
}
