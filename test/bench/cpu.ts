import { readdirSync, readFileSync } from "node:fs";

/** What the kernel counts in, on every Linux that runs Node. */
const MS_PER_TICK = 10;

/** CPU a process has used so far, its ended children included, in milliseconds; NaN where there is no /proc. */
export function cpuOf(pid: number): number {
  try {
    const [user, system, childUser, childSystem] = fieldsOf(pid).slice(11, 15).map(Number);
    return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) * MS_PER_TICK;
  } catch {
    return Number.NaN;
  }
}

/** The same of a process and of its living children, such as a postmaster and its backends. */
export function cpuOfFamily(pid: number): number {
  try {
    const children = readdirSync("/proc")
      .map(Number)
      .filter((other) => other > 0 && parentOf(other) === pid);
    return [pid, ...children].reduce((sum, one) => sum + (cpuOf(one) || 0), 0);
  } catch {
    return Number.NaN;
  }
}

function parentOf(pid: number): number {
  try {
    return Number(fieldsOf(pid)[1]);
  } catch {
    return 0;
  }
}

/** The fields of /proc/<pid>/stat after the name, which may hold anything but ends with the last bracket. */
function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
