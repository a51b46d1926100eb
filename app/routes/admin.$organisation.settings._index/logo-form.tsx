import { Form } from "@remix-run/react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PhotoField } from "#app/components/photo-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";

interface LogoFormProps {
  logoKey: string | null;
  problem: string | undefined;
}

/** The logo that posters and cards carry. */
export function LogoForm({ logoKey, problem }: LogoFormProps) {
  const csrf = useCsrf();
  return (
    <Card title="Logo" description="Posters and cards carry it, whole, on white.">
      <Form method="post" encType="multipart/form-data" className="grid gap-4">
        <CsrfField />
        <input type="hidden" name="intent" value="logo" />
        <PhotoField
          name="logo"
          label="Logo"
          isCropped={false}
          currentUrl={logoKey === null ? null : `/photos/${logoKey}`}
          error={problem}
        />
        <div>
          <SubmitButton name="send" value="logo" variant="secondary" pendingLabel="Saving…">
            Save the logo
          </SubmitButton>
        </div>
      </Form>
      {logoKey === null ? null : (
        <div className="mt-4">
          <ConfirmDialog
            trigger={{ label: "Remove the logo", size: "sm", variant: "danger" }}
            title="Remove the logo?"
            description="Posters printed from now on carry the name alone. You can upload it again."
            confirmLabel="Remove"
            fields={{ csrf, intent: "remove_logo" }}
            tone="danger"
          />
        </div>
      )}
    </Card>
  );
}
