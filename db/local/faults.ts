/** What is wrong with the database just now. `freeze-after` executes and then never answers. */
export type FaultMode = "none" | "freeze" | "freeze-after" | "blackhole" | "refuse";

export type Faults = {
  mode: FaultMode;
  latencyMs: number;
  /** Whether a statement that arrives now is executed. */
  mayExecute(): boolean;
  /** Whether its answer is sent. */
  mayAnswer(): boolean;
  /** Acts now, or when the emulated round trip is over. */
  afterLatency(act: () => void): void;
};

export function createFaults(latencyMs: number): Faults {
  const faults: Faults = {
    mode: "none",
    latencyMs,
    mayExecute: () => faults.mode === "none" || faults.mode === "freeze-after",
    mayAnswer: () => faults.mode === "none",
    afterLatency(act) {
      if (faults.latencyMs > 0) setTimeout(act, faults.latencyMs);
      else act();
    },
  };
  return faults;
}
