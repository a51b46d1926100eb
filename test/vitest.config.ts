import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const MINUTE_MS = 60_000;
const SHARED_POSTGRES = "test/setup/shared-postgres.ts";

const STACK_ITSELF = "test/setup/stack.test.ts";

/** Pure tests: nothing is running. */
const UNIT = [
  "test/{components,core,rails,channels,simulators,setup}/**/*.test.{ts,tsx}",
  "test/db/local/**/*.test.ts",
  "test/domain/**/{rules,input}.test.ts",
  "test/domain/qr/print/**/*.test.ts",
];

/** The whole system in workerd, two files at a time: a stack mostly waits, for the network and for time limits that are tested. */
function stackProject(name: string, include: string[], groupOrder: number): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include,
      globalSetup: ["test/setup/built.ts", SHARED_POSTGRES],
      sequence: { groupOrder },
      testTimeout: 2 * MINUTE_MS,
      hookTimeout: 2 * MINUTE_MS,
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  define: { __BUILD_ID__: JSON.stringify("test") },
  test: {
    css: true,
    pool: "forks",
    maxWorkers: 2,
    // Files share their process, one after another, and so what they import: nothing of ours keeps state in a module.
    isolate: false,
    restoreMocks: true,
    setupFiles: ["test/setup/console.ts"],
    projects: [
      { extends: true, test: { name: "tidy", include: ["test/tidy.test.ts", "test/tidy/**/*.test.ts"] } },
      { extends: true, test: { name: "unit", include: UNIT, exclude: [STACK_ITSELF], testTimeout: MINUTE_MS } },
      {
        extends: true,
        test: {
          name: "database",
          include: ["test/domain/**/*.test.ts", "test/db/**/*.test.ts"],
          exclude: UNIT,
          globalSetup: [SHARED_POSTGRES],
          testTimeout: MINUTE_MS,
          hookTimeout: MINUTE_MS,
        },
      },
      stackProject("workers", [STACK_ITSELF, "test/workers/**/*.test.ts", "test/routes/**/*.test.{ts,tsx}"], 1),
      stackProject("simulation", ["test/simulation/**/*.test.ts"], 2),
      stackProject("e2e", ["test/e2e/**/*.test.ts"], 3),
    ],
  },
});
