import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Faults } from "./faults.ts";

/** Carries PostgreSQL's own protocol over WebSockets, as Neon's proxy does for Pool and Client. */
export function createTunnels(upstream: { host: string; port: number }, faults: Faults) {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
  });
  const muted = new Set<WebSocket>();

  /** A tunnel that has lost bytes stays silent: what followed would be out of step. */
  function passes(client: WebSocket, isAllowed: boolean): boolean {
    if (!isAllowed) muted.add(client);
    return !muted.has(client);
  }

  function carry(client: WebSocket): void {
    const socket = connect({ ...upstream, noDelay: true });
    client.on("message", (data: Uint8Array) => {
      faults.afterLatency(() => {
        if (socket.writable && passes(client, faults.mayExecute())) socket.write(data);
      });
    });
    socket.on("data", (bytes) => {
      if (client.readyState === client.OPEN && passes(client, faults.mayAnswer())) client.send(bytes);
    });
    socket.on("error", () => client.terminate());
    socket.on("close", () => {
      if (passes(client, faults.mayAnswer())) client.close();
    });
    client.on("error", () => client.terminate());
    client.on("close", () => {
      muted.delete(client);
      socket.destroy();
    });
  }

  return {
    open(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      server.handleUpgrade(request, socket, head, carry);
    },
    mutedCount: () => muted.size,
    /** Ends the tunnels that lost bytes to a fault. */
    dropMuted(): void {
      for (const client of muted) client.terminate();
    },
  };
}
