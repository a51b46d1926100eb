import { type AddressInfo, createServer, type Socket } from "node:net";

/** The listening socket, and every connection it has accepted. */
export type Front = {
  listen(port: number): Promise<number>;
  /** Stops listening and cuts every connection. */
  silence(): Promise<void>;
  /** Remembers a connection that was promised nothing more. */
  starve(socket: Socket): void;
  starvedCount(): number;
  /** Cuts the connections that were left without an answer. */
  dropStarved(): void;
};

export function createFront(host: string, onConnection: (socket: Socket) => void): Front {
  const sockets = new Set<Socket>();
  const starved = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      starved.delete(socket);
    });
    onConnection(socket);
  });
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    silence: () =>
      new Promise((done) => {
        if (!server.listening) return done();
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
    starve: (socket) => starved.add(socket),
    starvedCount: () => starved.size,
    dropStarved() {
      for (const socket of starved) socket.destroy();
    },
  };
}
