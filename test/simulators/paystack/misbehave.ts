import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Answer } from "./envelopes.ts";
import type { Fault } from "./faults.ts";

export interface Misbehaviour {
  response: ServerResponse;
  fault: Fault;
  /** Does the call's work; at most once. */
  work: () => Answer;
  send: (answer: Answer, how?: { truncated: boolean }) => void;
  /** Keeps work for a later release. */
  holdWork: (work: () => void) => void;
}

/** Lets one fault strike one call. A connection that is never answered stays open until the client or the simulator goes. */
export async function misbehave({ response, fault, work, send, holdWork }: Misbehaviour): Promise<void> {
  switch (fault.kind) {
    case "timeout_before":
      return;
    case "timeout_after":
      work();
      return;
    case "timeout_validating":
      holdWork(() => void work());
      return;
    case "status":
      if (fault.when === "after") work();
      send(statusAnswer(fault));
      return;
    case "reset_mid_body":
      breakOff(response, work());
      return;
    case "lagging":
      send(work());
      return;
    case "truncated_json":
      send(work(), { truncated: true });
      return;
    case "delay_ms": {
      const early = fault.when === "before" ? null : work();
      await setTimeout(fault.delayMs ?? 0);
      send(early ?? work());
    }
  }
}

function statusAnswer(fault: Fault): Answer {
  const status = fault.status ?? 500;
  const message = status === 429 ? "Too many requests" : "An error occurred";
  const envelope = {
    status: false,
    message,
    meta: { nextStep: "Try again later" },
    type: "api_error",
    code: "unknown",
  };
  return { status, body: fault.body ?? envelope };
}

function breakOff(response: ServerResponse, answer: Answer): void {
  const text = JSON.stringify(answer.body ?? {});
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.resetAndDestroy());
}
