import type { Socket } from "node:net";
import { createGather } from "./gather.ts";

export type HttpRequest = {
  header(name: string): string | undefined;
  body: string;
};
export type Reply = (status: number, body: string) => void;

type Handlers = {
  /** Answers one request; the function it returns is called if the caller leaves before the answer. */
  onSql(request: HttpRequest, reply: Reply, socket: Socket): () => void;
  /** Takes over a connection that asks for anything else; its bytes have been pushed back. */
  onOther(socket: Socket): void;
};

/**
 * Reads `POST /sql` from a kept-alive connection, one request after the other. It stands in for node:http on this one
 * path, where general machinery would cost as much processor as the rest of the bridge together.
 */
export function serveSql(socket: Socket, { onSql, onOther }: Handlers): void {
  const gather = createGather();
  let abandon: (() => void) | undefined;

  function onData(chunk: Buffer): void {
    const bytes = gather.add(chunk);
    if (bytes === undefined) return;
    const headEnd = bytes.indexOf("\r\n\r\n");
    // While a request is being answered, whatever follows it waits.
    if (headEnd < 0 || abandon !== undefined) {
      gather.keep(bytes, 0);
      return;
    }
    const head = bytes.toString("latin1", 0, headEnd);
    const header = (name: string): string | undefined => headerValue(head, name);
    const end = headEnd + 4 + Number(header("content-length") ?? "NaN");
    if (!head.startsWith("POST /sql ") || Number.isNaN(end)) handOver(bytes);
    else if (bytes.length < end) gather.keep(bytes, end);
    else {
      gather.keep(bytes.subarray(end), 0);
      serve({ header, body: bytes.toString("utf8", headEnd + 4, end) });
    }
  }

  function serve(request: HttpRequest): void {
    let isAnswered = false;
    const leave = onSql(
      request,
      (status, body) => {
        isAnswered = true;
        abandon = undefined;
        if (!socket.writable) return;
        socket.write(responseText(status, body));
        onData(Buffer.alloc(0));
      },
      socket,
    );
    if (!isAnswered) abandon = leave;
  }

  function handOver(bytes: Buffer): void {
    socket.off("data", onData);
    socket.pause();
    socket.unshift(bytes);
    onOther(socket);
    socket.resume();
  }

  socket.on("data", onData);
  socket.on("close", () => abandon?.());
}

function responseText(status: number, body: string): string {
  const head = `HTTP/1.1 ${status} ${status === 200 ? "OK" : "Error"}\r\ncontent-type: application/json`;
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const patterns = new Map<string, RegExp>();

function headerValue(head: string, name: string): string | undefined {
  const pattern = patterns.get(name) ?? new RegExp(`\r\n${name}: *([^\r]*)`, "i");
  patterns.set(name, pattern);
  return pattern.exec(head)?.[1];
}
