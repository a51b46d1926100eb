import { useSyncExternalStore } from "react";

const neverChanges = () => () => undefined;

/** False on the server and in the first paint, true once scripts run: what needs them shows itself only then. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
