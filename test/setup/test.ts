import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildOnce } from "./build.ts";
import { ensureChromium } from "./chromium.ts";
import { root } from "./root.ts";

const RESULTS = join(root, "build/test-results.json");
const say = (line: string) => console.log(line);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

const [mode, ...rest] = process.argv.slice(2);
process.exit(mode === "--simulation" ? await simulation(rest) : await everything(process.argv.slice(2)));

/** Lint, types, and the tests of all projects; or, of the tests, those that the arguments name. */
async function everything(names: string[]): Promise<number> {
  const environment = { CHROMIUM_PATH: ensureChromium(say) };
  const checks = names.length === 0 ? await allChecks() : [];
  const tests = await vitest(names, environment);
  const failures = tests.failed + checks.filter((isGood) => !isGood).length;
  say(`${tests.passed} passed, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}

async function allChecks(): Promise<boolean[]> {
  const build = buildOnce({ onProgress: say, signal: stopping.signal }).then(() => true, failed);
  return [await tool("biome", ["ci", "."]), await tool("tsc", ["--noEmit"]), await build];
}

/** What `npm test` draws by chance, drawn many more times: webhooks, payouts, and settlements at once and at any time. */
const SIMULATIONS = [
  "test/simulation/",
  "test/domain/payouts/settlement-races",
  "test/domain/payouts/settlement-dates",
];

/** The long simulations only: the same schedules as in `npm test`, and many more. */
async function simulation(names: string[]): Promise<number> {
  await buildOnce({ onProgress: say, signal: stopping.signal });
  const runs = process.env["SIMULATION_RUNS"] ?? "2000";
  const chosen = names.length > 0 ? names : SIMULATIONS;
  const tests = await vitest(["--project", "simulation", "--project", "database", ...chosen], {
    SIMULATION_RUNS: runs,
  });
  say(`${tests.passed} passed, ${tests.failed} failed`);
  return tests.failed === 0 ? 0 : 1;
}

async function vitest(
  names: string[],
  environment: Record<string, string>,
): Promise<{ passed: number; failed: number }> {
  await mkdir(join(root, "build"), { recursive: true });
  await rm(RESULTS, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${RESULTS}`];
  const isGood = await tool(
    "vitest",
    ["run", "--config", "test/vitest.config.ts", ...reporters, ...names],
    environment,
  );
  const counted = count(await readFile(RESULTS, "utf8").catch(() => "{}"));
  // What fails outside of a test (a file that does not load, an error nobody caught) must not look like success.
  return isGood || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

type Results = {
  numPassedTests?: number;
  numFailedTests?: number;
  testResults?: { status: string; assertionResults: unknown[] }[];
};

function count(json: string): { passed: number; failed: number } {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = JSON.parse(json) as Results;
  const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + unloaded };
}

/** Runs a command of node_modules; true when it ends well. */
function tool(name: string, args: string[], environment: Record<string, string> = {}): Promise<boolean> {
  const { signal } = stopping;
  if (signal.aborted) return Promise.resolve(false);
  say(`\n$ ${name} ${args.join(" ")}`);
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const command = join(root, "node_modules/.bin", name);
    const child = spawn(command, args, { cwd: root, env, signal, stdio: "inherit" });
    child.once("error", (error) => resolve(failed(error)));
    child.once("close", (code) => resolve(code === 0));
  });
}

function failed(error: Error): false {
  console.error(error.message);
  return false;
}
