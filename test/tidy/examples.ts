import type { LawTitle } from "./laws.ts";
import { STAFF_VERBS } from "./staff-verbs-example.ts";

/** Path to text: a house small enough to read. */
export type Files = Readonly<Record<string, string>>;

export interface Example {
  readonly breaks: Files;
  /** Where the law must find it broken, as `path:line`, in order. */
  readonly at: readonly string[];
  /** The nearest house that keeps the law. */
  readonly keeps: Files;
}

const lines = (count: number): string => "void 0;\n".repeat(count);
const functionOf = (head: string, count: number): string => `${head} {\n${lines(count - 2)}}\n`;

const MAP: Files = {
  "app/root.tsx": "",
  "workers/index.ts": "",
  "db/client.ts": "",
  "public/robots.txt": "",
  "test/tidy.test.ts": "",
  "wrangler.toml": "",
  "package.json": "",
  "package-lock.json": "",
  "tsconfig.json": "",
  "drizzle.config.ts": "",
  "vite.config.ts": "",
  "README.md": "",
  LICENSE: "",
  ".gitignore": "",
};

const { LICENSE: _unlicensed, ...withoutLicense } = MAP;

/** For each law, one house that breaks it and one that keeps it. */
export const EXAMPLES: Record<LawTitle, Example> = {
  "the top of the repository is the map and nothing else": {
    breaks: { ...withoutLicense, "scripts/deploy.ts": "" },
    at: ["scripts:1", "LICENSE:1"],
    keeps: MAP,
  },
  "every file stands in a room of the house": {
    breaks: { "app/hooks/use-tip.ts": "" },
    at: ["app/hooks/use-tip.ts:1"],
    keeps: { "app/components/use-tip.ts": "", "vite.config.ts": "" },
  },
  "imports point one way along the ladder": {
    breaks: {
      "app/core/money.ts": 'import { tips } from "#db/schema/tips.ts";',
      "app/messages/en.ts": 'import { Button } from "#app/components/ui/button.tsx";',
      "app/components/page.tsx": 'import { startTip } from "#app/domain/tips/input.ts";',
      "app/domain/tips/get.ts":
        'import type { Db } from "#db/client.ts";\nimport { paystack } from "#app/rails/paystack/index.ts";\nimport { en } from "#app/messages/en.ts";',
      "app/rails/paystack/index.ts":
        'import type { Rail } from "#app/domain/ports.ts";\nimport { getTip } from "#app/domain/tips/index.ts";',
      "app/routes/tips.tsx":
        'export { tips } from "#db/schema/tips.ts";\nconst env = await import("#workers/env.ts");\nimport "#app/rails/paystack/index.ts";',
      "db/schema/tips.ts": 'import { getTip } from "#app/domain/tips/index.ts";',
      "db/local/bridge.ts": 'import { getTip } from "#app/domain/tips/index.ts";',
      "db/migrate.ts": 'let env: import("#workers/env.ts").Env;',
      "workers/env.ts": 'import "#test/setup/start.ts";\nimport { seed } from "#db/seed/index.ts";',
    },
    at: [
      "app/core/money.ts:1",
      "app/messages/en.ts:1",
      "app/components/page.tsx:1",
      ...["app/domain/tips/get.ts:1", "app/domain/tips/get.ts:2", "app/domain/tips/get.ts:3"],
      "app/rails/paystack/index.ts:2",
      ...["app/routes/tips.tsx:1", "app/routes/tips.tsx:2", "app/routes/tips.tsx:3"],
      ...["db/schema/tips.ts:1", "db/local/bridge.ts:1", "db/migrate.ts:1", "workers/env.ts:1", "workers/env.ts:2"],
    ],
    keeps: {
      "app/messages/en.ts": 'import type { Money } from "#app/core/money.ts";',
      "app/components/page.tsx": 'import { en } from "#app/messages/en.ts";\nimport { Link } from "@remix-run/react";',
      "app/domain/tips/get.ts": 'import { tips } from "#db/schema/tips.ts";\nimport type { Rail } from "../ports.ts";',
      "app/routes/tips.tsx":
        'import { getTip } from "#app/domain/tips/index.ts";\nimport { en } from "#app/messages/en.ts";',
      "db/migrate.ts": 'import { startPostgres } from "./local/postgres.ts";',
      "db/seed/index.ts": 'import { startTip } from "#app/domain/tips/index.ts";',
      "test/setup/start.ts": 'import { seed } from "#db/seed/index.ts";\nimport worker from "#workers/index.ts";',
      "workers/context.ts": 'import { connect } from "#db/client.ts";\nimport "#app/rails/paystack/index.ts";',
    },
  },
  "one room reaches another by its alias": {
    breaks: { "workers/index.ts": 'import { hours } from "../app/core/time.ts";' },
    at: ["workers/index.ts:1"],
    keeps: { "workers/index.ts": 'import { hours } from "#app/core/time.ts";\nimport "./env.ts";' },
  },
  "core is a closed list and imports no package": {
    breaks: { "app/core/phone.ts": "", "app/core/ids.ts": 'import { randomBytes } from "node:crypto";' },
    at: ["app/core/phone.ts:1", "app/core/ids.ts:1"],
    keeps: { "app/core/money.ts": 'import { assert } from "./assert.ts";' },
  },
  "the domain knows no framework and no driver": {
    breaks: { "app/domain/tips/get.ts": 'import { json } from "@remix-run/cloudflare";\nimport "hono/jsx";' },
    at: ["app/domain/tips/get.ts:1", "app/domain/tips/get.ts:2"],
    keeps: { "app/domain/tips/get.ts": 'import { eq } from "drizzle-orm";', "app/routes/tips.tsx": 'import "react";' },
  },
  "only the composition root opens the database": {
    breaks: { "workers/http/health.ts": 'import { connect } from "#db/client.ts";' },
    at: ["workers/http/health.ts:1"],
    keeps: {
      "workers/context.ts": 'import { connect } from "#db/client.ts";',
      "workers/cron/daily.ts": 'import { type Db } from "#db/client.ts";',
    },
  },
  "every noun of the domain has its place in the list": {
    breaks: { "app/domain/wallets/get.ts": "" },
    at: ["app/domain/wallets/get.ts:1"],
    keeps: { "app/domain/tips/get.ts": "", "app/domain/context.ts": "" },
  },
  "a noun imports only nouns above it": {
    breaks: {
      "app/domain/ledger/post.ts": 'import type { Tip } from "#app/domain/tips/index.ts";',
      "app/domain/context.ts": 'import { record } from "./audit/index.ts";',
    },
    at: ["app/domain/ledger/post.ts:1", "app/domain/context.ts:1"],
    keeps: { "app/domain/tips/start.ts": 'import { post } from "../ledger/index.ts";\nimport "../context.ts";' },
  },
  "a noun is entered through its index or its input": {
    breaks: {
      "app/domain/tips/start.ts": 'import { netOf } from "#app/domain/ledger/rules.ts";',
      "app/routes/tips.tsx": 'import { startTip } from "#app/domain/tips/start.ts";\nimport "../domain/tips/index.ts";',
    },
    at: ["app/domain/tips/start.ts:1", "app/routes/tips.tsx:1", "app/routes/tips.tsx:2"],
    keeps: {
      "app/domain/tips/start.ts": 'import { post } from "#app/domain/ledger/index.ts";\nimport "./rules.ts";',
      "app/routes/tips.tsx": 'import "#app/domain/tips/index.ts";\nimport "#app/domain/tips/input.ts";',
      "test/domain/tips/rules.test.ts": 'import { netOf } from "#app/domain/tips/rules.ts";',
    },
  },
  "an input file is safe for a browser": {
    breaks: { "app/domain/tips/input.ts": 'import { eq } from "drizzle-orm";\nimport { netOf } from "./rules.ts";' },
    at: ["app/domain/tips/input.ts:1", "app/domain/tips/input.ts:2"],
    keeps: {
      "app/domain/tips/input.ts": 'import { z } from "zod";\nimport "../guards/input.ts";\nimport "#app/core/ids.ts";',
    },
  },
  "a verb is a file of its own name, from the closed list": {
    breaks: {
      "app/domain/tips/process-tip.ts": "export async function processTip(ctx: Ctx) {}",
      "app/domain/tips/start-tip.ts": "export function startTip(ctx: Ctx) {}\nexport const endTip = (ctx: Ctx) => {};",
      "app/domain/tips/rules.ts": "function mayTip(ctx: Ctx) {}\nexport { mayTip };",
    },
    at: ["app/domain/tips/process-tip.ts:1", "app/domain/tips/start-tip.ts:2", "app/domain/tips/rules.ts:1"],
    keeps: {
      "app/domain/tips/start-tip.ts": "export async function startTip(ctx: Ctx) {}\nfunction claim(ctx: Ctx) {}",
      "app/domain/tips/find.ts": "export const find = async ({ db }: Ctx) => null;",
      "app/domain/tips/load.ts": "export function loadTip(ctx: Ctx) {}",
      "app/domain/tips/receipt.ts": "export function receiptOf(tip: Tip) {}",
    },
  },
  "a verb that a staff page calls asks who may": STAFF_VERBS,
  "a file is at most 300 lines": {
    breaks: { "db/checks/books-balance.sql": lines(301), "test/long.test.ts": lines(301) },
    at: ["db/checks/books-balance.sql:301", "test/long.test.ts:301"],
    keeps: { "app/root.tsx": lines(300), "db/migrations/0001-tips.sql": lines(900) },
  },
  "a function is at most 70 lines": {
    breaks: { "app/root.tsx": `\n${functionOf("const page = () =>", 71)}` },
    at: ["app/root.tsx:2"],
    keeps: {
      "app/root.tsx": functionOf("function page()", 70),
      "test/a.test.ts": `describe("a", () => {\n${lines(80)}});`,
    },
  },
  "a loader or an action is at most 40 lines": {
    breaks: { "app/routes/tips.tsx": functionOf("export async function action()", 41) },
    at: ["app/routes/tips.tsx:1"],
    keeps: {
      "app/routes/tips.tsx": functionOf("export const loader = () =>", 40) + functionOf("export function Page()", 60),
    },
  },
  "time, randomness, amounts, logs, env and the outside go through their one place": {
    breaks: {
      "app/domain/tips/start.ts":
        "Date.now();\nnew Date();\nnew Date;\nMath.random();\ncrypto.randomUUID();\nconsole.error(1);\nprocess.env.KEY;",
      "app/components/amount.ts":
        'parseFloat("1");\nNumber.parseFloat("1");\n(1).toFixed(2);\nfetch("/");\nwindow.fetch("/");',
      "app/routes/tips.tsx": 'TABLE[String(form.get("intent"))];\nTABLE[url.searchParams.get("sort") ?? ""];',
      "test/a.test.ts": "Math.random();",
      "db/local/bridge.ts": "console.log(1);",
    },
    at: [
      ...[1, 2, 3, 4, 5, 6, 7].map((line) => `app/domain/tips/start.ts:${line}`),
      ...[1, 2, 3, 4, 5].map((line) => `app/components/amount.ts:${line}`),
      ...["app/routes/tips.tsx:1", "app/routes/tips.tsx:2", "test/a.test.ts:1", "db/local/bridge.ts:1"],
    ],
    keeps: {
      "app/core/time.ts": "new Date();",
      "app/routes/tips.tsx": 'TABLE.get(form.get("intent"));\nlist[0];',
      "app/domain/tips/start.ts": "new Date(0);\nctx.clock.now();\nctx.fetch(1);\nlet call: typeof fetch;",
      "app/domain/tips/send.ts": "export const send = (fetch: Fetch) => fetch(1);",
      "app/rails/paystack/client.ts": 'fetch("https://api.paystack.co");',
      "db/local/wire.ts": "Date.now();",
      "db/migrate.ts": "console.log(process.env.DATABASE_URL);",
      "test/a.test.ts": 'stub.fetch("/");\nfetch("/");\nprocess.env.CI;\nDate.now();\n(1).toFixed(2);',
      "vite.config.ts": "Date.now();",
      "workers/log.ts": "console.log(1);",
    },
  },
  "the outside is never called inside a transaction": {
    breaks: {
      "app/domain/tips/start.ts": "transact(ctx, [\n  await ctx.rails.paystack.start(tip),\n  ctx.wake(hint),\n]);",
    },
    at: ["app/domain/tips/start.ts:2", "app/domain/tips/start.ts:3"],
    keeps: { "app/domain/tips/start.ts": "await transact(ctx, [write(tip)]);\nawait ctx.rails.paystack.start(tip);" },
  },
  "a default export stands only where a framework asks for one": {
    breaks: {
      "app/components/page.tsx": "export default function Page() {}",
      "db/client.ts": "const connect = 1;\nexport { connect as default };",
      "app/core/money.ts": "export default 1;",
    },
    at: ["app/components/page.tsx:1", "db/client.ts:2", "app/core/money.ts:1"],
    keeps: {
      "app/root.tsx": "export default function App() {}",
      "app/routes/tips.tsx": "export default function Tips() {}",
      "workers/index.ts": "export default { fetch() {} };",
      "test/vitest.config.ts": "export default {};",
      "test/setup/console-reporter.ts": "export default {};",
    },
  },
  "no file or folder has a name that says nothing": {
    breaks: { "app/core/utils.ts": "", "workers/lib/index.ts": "", "test/test-helpers.ts": "" },
    at: ["app/core/utils.ts:1", "workers/lib/index.ts:1", "test/test-helpers.ts:1"],
    keeps: { "app/components/library.tsx": "", "public/lib.txt": "" },
  },
  "file and folder names are in kebab-case": {
    breaks: { "app/components/TipForm.tsx": "", "db/schema/tip_codes.ts": "", "app/routes/Tips.tsx": "" },
    at: ["app/components/TipForm.tsx:1", "db/schema/tip_codes.ts:1", "app/routes/Tips.tsx:1"],
    keeps: {
      "app/routes/_app.guards.$guardId_.(edit).tsx": "",
      "app/routes/sw[.]js.ts": "",
      "app/domain/ledger/README.md": "",
      "app/entry.server.tsx": "",
      "db/migrations/0001_open_books.sql": "",
    },
  },
  "the tests mirror the tree they test": {
    breaks: { "test/domain/tips/start.test.ts": "", "app/domain/qr/get.ts": "" },
    at: ["test/domain/tips/start.test.ts:1"],
    keeps: { "test/domain/tips/start.test.ts": "", "app/domain/tips/start.ts": "", "test/simulation/day.test.ts": "" },
  },
  "every file is reached from somewhere": {
    breaks: { "app/core/money.ts": 'import "./assert.ts";', "app/core/assert.ts": "", "app/routes/tips/form.tsx": "" },
    at: ["app/core/money.ts:1", "app/core/assert.ts:1", "app/routes/tips/form.tsx:1"],
    keeps: {
      "app/routes/tips.tsx": 'import "#app/core/money.ts";',
      "app/core/money.ts": 'export * from "./assert.ts";',
      "app/core/assert.ts": "",
      "test/vitest.config.ts": 'export default { globalSetup: "./setup/database.ts" };',
      "test/setup/database.ts": "",
      "package.json": '{ "scripts": { "start": "tsx test/setup/start.ts" } }',
      "test/setup/start.ts": 'new URL("./guardian.ts", import.meta.url);',
      "test/setup/guardian.ts": "",
    },
  },
  "nothing is left for later in the source": {
    breaks: { "app/root.tsx": "const page = 1;\n// TODO: the footer", "db/checks/tips.sql": "-- FIXME" },
    at: ["app/root.tsx:2", "db/checks/tips.sql:1"],
    keeps: { "app/root.tsx": 'const words = ["TODO", `FIXME`];' },
  },
  "no test is skipped, singled out or postponed": {
    breaks: { "test/a.test.ts": 'test.skip("a b c");\ndescribe.only("a");\nit.each([1]).todo("a b c");' },
    at: ["test/a.test.ts:1", "test/a.test.ts:2", "test/a.test.ts:3"],
    keeps: { "test/a.test.ts": 'test("a b c", () => { list.skip(1); });' },
  },
  "a test title is a sentence": {
    breaks: { "test/a.test.ts": 'test("works", run);\nit.each([1])("adds %d", run);' },
    at: ["test/a.test.ts:1", "test/a.test.ts:2"],
    keeps: {
      "test/a.test.ts": 'test("it works twice", run);\ndescribe("tips", run);\n/x/.test("a");\ntest(title, run);',
    },
  },
  "functions of core, ports, ledger and rails have a doc comment": {
    breaks: {
      "app/core/money.ts": "// Adds.\nexport function add() {}\nexport const zero = () => 0;",
      "app/domain/ports.ts": "/** Pays. */\nexport interface Rail {\n  start(): void;\n}",
      "app/domain/ledger/post.ts": "export async function post() {}",
    },
    at: ["app/core/money.ts:2", "app/core/money.ts:3", "app/domain/ports.ts:3", "app/domain/ledger/post.ts:1"],
    keeps: {
      "app/core/money.ts": "/** Adds. */\nexport function add() {}\nfunction carry() {}\nexport const ZERO = 0;",
      "app/domain/ports.ts": "export interface Rail {\n  /** Starts. */\n  start(): void;\n  name: string;\n}",
      "app/domain/tips/start.ts": "export function start() {}",
    },
  },
};
