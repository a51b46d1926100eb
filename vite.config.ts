import { execSync } from "node:child_process";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import { denyImports } from "vite-env-only";

/** Part of every page-cache key: a new build never serves an old build's HTML. */
function buildId(): string {
  try {
    return execSync("git rev-parse --short=12 HEAD", { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return "unversioned";
  }
}

/** Sonner writes its style into the page as it loads, which the content security policy refuses; admin.css carries that style. */
function sonnerWithoutStyle(): Plugin {
  const injection = /^__insertCSS\(.*\);$/m;
  return {
    name: "sonner-without-style",
    transform(code, id) {
      if (!/\/sonner\/dist\/index\.mjs$/.test(id)) return null;
      if (!injection.test(code)) this.error("sonner no longer inserts its style as it did");
      return { code: code.replace(injection, ""), map: null };
    },
  };
}

export default defineConfig({
  plugins: [
    denyImports({
      client: {
        files: ["db/**", "workers/**", "test/**", "app/domain/**/!(input).ts", "app/rails/**", "app/channels/**"],
      },
    }),
    tailwindcss(),
    sonnerWithoutStyle(),
    remix({
      appDirectory: "app",
      buildDirectory: "build",
      serverModuleFormat: "esm",
      ignoredRouteFiles: ["**/.*"],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_routeConfig: false,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
        unstable_optimizeDeps: false,
      },
    }),
  ],
  define: { __BUILD_ID__: JSON.stringify(`${buildId()}-${Date.now().toString(36)}`) },
  ssr: {
    target: "webworker",
    noExternal: true,
    resolve: { conditions: ["workerd", "worker", "browser"], externalConditions: ["workerd", "worker"] },
  },
  build: { minify: true, sourcemap: false },
});
