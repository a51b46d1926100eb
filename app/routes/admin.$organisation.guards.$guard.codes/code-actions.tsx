import { QrCode, RefreshCw } from "lucide-react";
import { useCsrf } from "#app/components/admin/csrf-field.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";

interface CodeActionsProps {
  /** The code that works now; undefined when none does. */
  codeId: string | undefined;
  serial: string | undefined;
  /** Only an active guard gets a new code. */
  mayMint: boolean;
}

/** What can be done about a guard's code: mint, replace, or revoke and leave it at that. */
export function CodeActions({ codeId, serial, mayMint }: CodeActionsProps) {
  const csrf = useCsrf();
  if (codeId === undefined) {
    if (!mayMint) return null;
    return (
      <ConfirmDialog
        trigger={{ label: "Mint a code", variant: "primary", icon: <QrCode aria-hidden="true" /> }}
        title="Mint a code?"
        description="The guard can be tipped with it at once."
        confirmLabel="Mint a code"
        tone="primary"
        fields={{ csrf, replaces: "" }}
      />
    );
  }
  return (
    <>
      {mayMint ? (
        <ConfirmDialog
          trigger={{ label: "Regenerate", variant: "danger", icon: <RefreshCw aria-hidden="true" /> }}
          title={`Replace code ${serial}?`}
          description="It stops taking tips at once, for good, and everything that was printed with it must be taken down. A new code is minted. This cannot be undone."
          confirmLabel="Revoke and replace"
          fields={{ csrf, replaces: codeId }}
        />
      ) : null}
      <ConfirmDialog
        trigger={{ label: "Revoke without replacing", variant: "danger" }}
        title={`Revoke code ${serial}?`}
        description="It stops taking tips at once, for good, and the guard cannot be tipped until a new code is minted. What they are owed is paid as before. This cannot be undone."
        confirmLabel="Revoke"
        fields={{ csrf, intent: "revoke", code: codeId }}
      />
    </>
  );
}
