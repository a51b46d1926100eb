import { type Bench, median, perSecond } from "./bench.ts";
import { compare, type Side } from "./compare.ts";
import { httpRequest } from "./load.ts";
import type { Rig } from "./rig.ts";
import { bareScript } from "./scripts.ts";
import { seedCodes } from "./seed.ts";

const CONNECTIONS = 32;
const SECONDS = 1.5;
/** More than the isolate keeps, so that going round in order finds none of them kept. */
const CODES = 2_000;
const KEPT_BY_ISOLATE = 500;
/** Views are counted, those of browsers only. */
const PHONE =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
/** Said by the connection, not by the page. */
const CONNECTION_HEADERS = new Set(["content-length", "connection", "keep-alive", "date", "transfer-encoding"]);

/** A page served again, out of the isolate's own copy, against a bare Worker that answers with the same bytes. */
export const pageHit: Bench = async (rig) => {
  const [request] = await pageRequests(rig, 1);
  const requests = request ? [request] : [];
  const bare = await startBarePage(rig);
  const order = () => ({ connections: CONNECTIONS, seconds: SECONDS, requests, again: true });
  const ours: Side = { url: rig.urls.app, pid: rig.app.pid, status: 200, order };
  const { rates, ...sides } = await compare(rig, { ...ours, ...bare, order }, ours);
  await bare.stop();
  return [
    {
      what: "page served again",
      bare: perSecond(sides.bare.perSecond),
      ours: perSecond(sides.ours.perSecond),
      ratio: median(rates),
      target: { least: 0.9 },
      cpuBare: sides.bare.cpu,
      cpuOurs: sides.ours.cpu,
    },
  ];
};

/** A page that must be rendered: token verified, card read from PostgreSQL, React to HTML, kept. Compared by its CPU. */
export const pageMiss: Bench = async (rig) => {
  const requests = await pageRequests(rig, CODES);
  const bare = await startBarePage(rig);
  let at = 0;
  const ours: Side = {
    ...{ url: rig.urls.app, pid: rig.app.pid, status: 200 },
    order() {
      // Each turn begins beyond what the last one can have left in the isolate's copies.
      at = (at + CODES - KEPT_BY_ISOLATE - 1) % CODES;
      const ordered = [...requests.slice(at), ...requests.slice(0, at)];
      return {
        connections: CONNECTIONS,
        seconds: SECONDS,
        requests: ordered.slice(0, CODES - KEPT_BY_ISOLATE),
        again: false,
      };
    },
  };
  const again = () => ({ connections: CONNECTIONS, seconds: SECONDS, requests, again: true });
  const sides = await compare(rig, { ...ours, ...bare, order: again }, ours);
  await bare.stop();
  return [
    {
      what: "page rendered (CPU)",
      bare: perSecond(sides.bare.perSecond),
      ours: perSecond(sides.ours.perSecond),
      ratio: sides.ours.cpu / sides.bare.cpu,
      target: { most: 20 },
      cpuBare: sides.bare.cpu,
      cpuOurs: sides.ours.cpu,
      cpuBehind: sides.ours.cpuBehind,
    },
  ];
};

async function pageRequests(rig: Rig, count: number): Promise<Uint8Array[]> {
  const codes = await seedCodes(rig.sql, rig.signingKeys, count);
  const headers = { accept: "text/html", "accept-language": "en", "user-agent": PHONE };
  return codes.map(({ token }) => httpRequest(`GET /g/${token}`, headers));
}

async function startBarePage(rig: Rig) {
  const [code] = await seedCodes(rig.sql, rig.signingKeys, 1);
  const ask = () => fetch(`${rig.urls.app}/g/${code?.token}`, { headers: { "accept-language": "en" } });
  // The first answer is rendered and carries more headers than those that follow.
  await (await ask()).arrayBuffer();
  const page = await ask();
  if (page.status !== 200) throw new Error(`the page answers ${page.status}: ${await page.text()}`);
  const headers = Object.fromEntries([...page.headers].filter(([name]) => !CONNECTION_HEADERS.has(name)));
  return await rig.startBare(bareScript(new Uint8Array(await page.arrayBuffer()), headers));
}
