import type { Answer } from "./envelopes.ts";

/** The calls that faults can be aimed at. */
export const operations = [
  "transaction.initialize",
  "transaction.verify",
  "transaction.fetch",
  "transaction.list",
  "transaction.totals",
  "transaction.timeline",
  "charge.create",
  "charge.fetch",
  "balance.fetch",
  "balance.ledger",
  "bank.list",
  "bank.resolve",
  "recipient.create",
  "recipient.bulk",
  "recipient.list",
  "recipient.fetch",
  "recipient.update",
  "recipient.delete",
  "transfer.create",
  "transfer.bulk",
  "transfer.verify",
  "transfer.fetch",
  "transfer.list",
  "transfer.finalize",
  "transfer.resend_otp",
  "transfer.otp_setting",
  "refund.create",
  "refund.list",
  "refund.fetch",
  "refund.retry",
  "dispute.list",
  "dispute.fetch",
  "dispute.upload_url",
  "dispute.upload",
  "dispute.evidence",
  "dispute.resolve",
  "session_timeout",
] as const;

export type Operation = (typeof operations)[number];

export type FaultKind =
  /** Never accepted, never answered. */
  | "timeout_before"
  /** Accepted and done, never answered. */
  | "timeout_after"
  /** Never answered; done only when the control API releases it: a write still in validation. */
  | "timeout_validating"
  /** Answers `status`, before or after doing the work. */
  | "status"
  /** Done, but the connection is reset in the middle of the body. */
  | "reset_mid_body"
  /** Done, answered 200 with JSON that stops in the middle. */
  | "truncated_json"
  /** Answers late by `delayMs`; the work is done at once unless `when` is "before". */
  | "delay_ms"
  /** A transfer's verify answers as it was before its last move, or that there is none; nothing else can lag. */
  | "lagging";

export interface Fault {
  operation: Operation | "*";
  kind: FaultKind;
  /** How many matching calls it hits; default 1. */
  times?: number | undefined;
  /** How many matching calls pass first; default 0. */
  skip?: number | undefined;
  /** Only calls that carry this reference in the path or body. */
  reference?: string | undefined;
  /** For `status`: 500, 502, 503, 504, 429 … */
  status?: number | undefined;
  /** For `status` and `delay_ms`: whether it strikes before or after the work is done. */
  when?: "before" | "after" | undefined;
  /** For `status`: the body; default an error envelope. */
  body?: Answer["body"] | undefined;
  delayMs?: number | undefined;
}

type QueuedFault = Fault & { times: number; skip: number };

export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes this call, if any; counts it. */
  take(operation: Operation, reference: string | null): Fault | null;
  list(): Fault[];
  clear(): void;
  /** Keeps the work of a call in validation until it is released. */
  holdWork(work: () => void): void;
  /** Does all held work now; returns how much there was. */
  release(): number;
}

export function createFaults(): Faults {
  let queue: QueuedFault[] = [];
  let held: (() => void)[] = [];
  return {
    add: (fault) =>
      void queue.push({
        ...fault,
        times: fault.times ?? 1,
        skip: fault.skip ?? 0,
      }),
    take(operation, reference) {
      if (queue.length === 0) return null;
      for (const fault of queue) {
        if (fault.operation !== "*" && fault.operation !== operation) continue;
        if (fault.reference !== undefined && fault.reference !== reference) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        fault.times -= 1;
        if (fault.times <= 0) queue = queue.filter((queued) => queued !== fault);
        return fault;
      }
      return null;
    },
    list: () => queue.map((fault) => ({ ...fault })),
    clear() {
      queue = [];
      held = [];
    },
    holdWork: (work) => void held.push(work),
    release() {
      const works = held.splice(0);
      for (const work of works) work();
      return works.length;
    },
  };
}
