import { type ChildProcess, spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Remembers the last process id it was told; when its input ends, because we died, it ends that process. */
const WATCH = 'while read -r pid; do latest=$pid; done; [ -n "$latest" ] && kill -9 "$latest"';

export type Leash = { release(): void };

/**
 * Ends every workerd that Miniflare starts from now on even when this process is killed outright:
 * workerd outlives its parent and would go on holding the port and the stored objects.
 */
export function leashWorkerd(): Leash {
  const watchdog = spawn("/bin/sh", ["-c", WATCH], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watchdog.unref();
  (watchdog.stdin as unknown as { unref?(): void }).unref?.();
  const notice = (message: unknown) => {
    const { process: child } = message as { process: ChildProcess };
    child.once("spawn", () => {
      if (/workerd(\.exe)?$/.test(child.spawnfile)) watchdog.stdin.write(`${child.pid}\n`);
    });
  };
  subscribe("child_process", notice);
  return {
    release() {
      unsubscribe("child_process", notice);
      watchdog.kill("SIGKILL");
    },
  };
}
