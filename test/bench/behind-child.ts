import { startBridge } from "#db/local/bridge.ts";
import { startPaystackSimulator } from "#test/simulators/paystack/index.ts";

/** What this process is to be, as its one argument in JSON. */
export type Part = { part: "bridge"; upstreamPort: number } | { part: "paystack" };

const part = JSON.parse(process.argv[2] ?? "") as Part;
const { url } =
  part.part === "bridge"
    ? await startBridge({ port: 0, upstreamHost: "127.0.0.1", upstreamPort: part.upstreamPort })
    : await startPaystackSimulator({ silent: true });
process.send?.(url);
process.once("disconnect", () => process.exit());
