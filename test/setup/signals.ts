const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does something that registers its own ends of the process on SIGINT and SIGTERM, and takes those away again:
 * wrangler and Miniflare exit at once, while whoever started the stack must first stop the rest.
 */
export async function withoutSignalHandlers<T>(act: () => T | Promise<T>): Promise<T> {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));
  try {
    return await act();
  } finally {
    for (const signal of SIGNALS) {
      for (const listener of process.listeners(signal)) {
        if (!before.get(signal)?.includes(listener)) process.removeListener(signal, listener);
      }
    }
  }
}
