import type { ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import { failure, html, json, type Reply, write } from "./reply.ts";

/** Lets one fault strike one call. A connection that is never answered stays open until the client or the simulator goes. */
export function misbehave(response: ServerResponse, fault: Fault, take: () => Reply): void {
  if (fault.when === "after") take();
  switch (fault.kind) {
    case "status":
      write(response, statusReply(fault));
      break;
    case "timeout":
      break;
    case "reset":
      response.writeHead(200, { "content-type": "application/json", "content-length": 50 });
      response.write('{"id":', () => response.socket?.resetAndDestroy());
      break;
    case "garbage":
      write(response, html(200, "<h1>It works!</h1>"));
  }
}

function statusReply({ status, body }: Fault): Reply {
  if (body !== undefined) return json(status, body);
  if (status === 429) return failure(status, "rate_limit_exceeded", "Too many requests.");
  return failure(status, status < 500 ? "validation_error" : "application_error", "An unexpected error occurred.");
}
