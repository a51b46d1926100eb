import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useHydrated } from "#app/components/ui/use-hydrated.ts";

const REFRESH_MS = 4_000;

/** Asks for the page again while something goes on and somebody looks; without scripts the page reloads itself. */
export function Refreshing({ isOpen }: { isOpen: boolean }) {
  const { revalidate } = useRevalidator();
  const isHydrated = useHydrated();
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") revalidate();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isOpen, revalidate]);
  if (!isOpen || isHydrated) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content="10" />
    </noscript>
  );
}
