export type Closing = {
  /** Remembers how to end something that has just been started; throws when the start has been called off meanwhile. */
  add(close: () => unknown): void;
  /** Ends everything, the youngest first, however often it is called; what fails to end does not spare the rest. */
  close(): Promise<void>;
};

/** Ends what was started in the reverse order, so that nothing loses a part it still leans on. */
export function createClosing(signal?: AbortSignal): Closing {
  const closers: (() => unknown)[] = [];
  let closed: Promise<void> | undefined;
  return {
    add(close) {
      closers.push(close);
      signal?.throwIfAborted();
    },
    close() {
      closed ??= closeAll(closers);
      return closed;
    },
  };
}

async function closeAll(closers: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `could not end: ${failures.join("; ")}`);
}
