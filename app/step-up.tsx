import { useLocation, useRevalidator } from "@remix-run/react";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { Alert } from "#app/components/ui/alert.tsx";
import { buttonClass } from "#app/components/ui/button.tsx";
import type { Permission, StepUpPermission } from "#app/domain/permissions.ts";

/** What a frame's loader says of the person's second factor (`factorOf` in staff-door.ts). */
export interface Factor {
  /** For how long it still counts for what moves money; zero once it does not. */
  freshForMs: number;
  permissions: readonly Permission[];
}

type Standing = "fresh" | "stale" | "ran_out";
const Standings = createContext<{ standing: Standing; permissions: readonly Permission[] }>({
  standing: "fresh",
  permissions: [],
});

/**
 * Around the pages of a frame: knows, also while a page stays open, whether the second factor still counts. Back from
 * giving it in another tab, the page is asked anew and what was typed into it stays.
 */
export function FreshFactor({ factor, children }: { factor: Factor; children: ReactNode }) {
  const [expired, setExpired] = useState<Factor | null>(null);
  const { revalidate } = useRevalidator();
  const ranOut = expired === factor;
  useEffect(() => {
    if (factor.freshForMs <= 0) return;
    const timer = setTimeout(() => setExpired(factor), factor.freshForMs);
    return () => clearTimeout(timer);
  }, [factor]);
  useEffect(() => {
    if (!ranOut) return;
    addEventListener("focus", revalidate);
    return () => removeEventListener("focus", revalidate);
  }, [ranOut, revalidate]);
  const standing = ranOut ? "ran_out" : factor.freshForMs <= 0 ? "stale" : "fresh";
  return <Standings.Provider value={{ standing, permissions: factor.permissions }}>{children}</Standings.Provider>;
}

/**
 * Stands above forms that want a fresh second factor, so that it is given before they are filled in and nothing that was
 * typed is lost. Shows nothing while the factor is fresh, and nothing to who may not send the forms anyway.
 */
export function StepUpNotice({ needs }: { needs: StepUpPermission }) {
  const { standing, permissions } = useContext(Standings);
  const { pathname, search } = useLocation();
  if (standing === "fresh" || !permissions.includes(needs)) return null;
  const isOpen = standing === "ran_out";
  return (
    <div className="mb-4">
      <Alert
        role={isOpen ? "status" : undefined}
        title={isOpen ? "Confirm again that it is you before you send" : "First confirm that it is you"}
        action={
          <a
            href={`/admin/second-factor?next=${encodeURIComponent(pathname + search)}`}
            className={buttonClass("primary", "sm")}
            {...(isOpen ? { target: "_blank", rel: "noopener" } : {})}
          >
            Confirm it is you
          </a>
        }
      >
        {isOpen
          ? "Your last check is more than five minutes ago. It opens in a new tab: what you typed here stays."
          : "What is done here needs a check of your second factor that is less than five minutes old."}
      </Alert>
    </div>
  );
}
