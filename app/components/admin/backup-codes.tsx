import { Printer } from "lucide-react";
import { Alert } from "#app/components/ui/alert.tsx";
import { Button } from "#app/components/ui/button.tsx";
import { CopyButton } from "#app/components/ui/copy-button.tsx";
import { useHydrated } from "#app/components/ui/use-hydrated.ts";

/** New backup codes, the one time they are shown. */
export function BackupCodes({ codes }: { codes: readonly string[] }) {
  const isHydrated = useHydrated();
  return (
    <div className="grid gap-4">
      <Alert tone="warning" role="status" title="Keep these now: they are shown once">
        Each code works once, in place of your authenticator app or passkey. Keep them on paper or in a password
        manager, not on the phone you sign in with.
      </Alert>
      <ol
        aria-label="Backup codes"
        className="grid gap-x-6 gap-y-2 rounded-lg bg-sunken p-4 font-mono grid-cols-[repeat(auto-fill,minmax(13rem,1fr))]"
      >
        {codes.map((code) => (
          <li key={code} className="select-all whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      {isHydrated ? (
        <div className="no-print flex items-center gap-2">
          <CopyButton value={codes.join("\n")} label="Copy the codes" />
          <Button variant="secondary" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
            Print
          </Button>
        </div>
      ) : null}
    </div>
  );
}
