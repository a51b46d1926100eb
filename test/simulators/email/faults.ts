import { z } from "zod";

export const faultInput = z.strictObject({
  kind: z.enum([
    /** Answers `status`. */
    "status",
    /** Never answers. */
    "timeout",
    /** The connection is reset in the middle of the answer. */
    "reset",
    /** A 200 that is not JSON. */
    "garbage",
  ]),
  /** Whether the message was taken before the fault strikes; never, for `status`, unless said. */
  when: z.enum(["before", "after"]).default("before"),
  status: z.int().min(200).max(599).default(500),
  /** For `status`: the body; default an error of the provider. */
  body: z.unknown().optional(),
  /** How many calls it hits. */
  times: z.int().positive().default(1),
});

export type Fault = z.infer<typeof faultInput>;
export type FaultKind = Fault["kind"];

export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes this call, if any; counts it. */
  take(): Fault | null;
  clear(): void;
}

export function createFaults(): Faults {
  let queue: Fault[] = [];
  return {
    add: (fault) => void queue.push({ ...fault }),
    take() {
      const [fault] = queue;
      if (!fault) return null;
      fault.times -= 1;
      if (fault.times === 0) queue = queue.slice(1);
      return fault;
    },
    clear: () => {
      queue = [];
    },
  };
}
