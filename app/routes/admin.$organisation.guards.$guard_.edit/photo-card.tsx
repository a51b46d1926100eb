import { Form } from "@remix-run/react";
import { Trash2 } from "lucide-react";
import { CsrfField, useCsrf } from "#app/components/admin/csrf-field.tsx";
import { PhotoField } from "#app/components/photo-field.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { ConfirmDialog } from "#app/components/ui/confirm-dialog.tsx";

interface PhotoCardProps {
  guard: { firstName: string; photoKey: string | null };
  error: string | undefined;
}

/** The photo, changed or removed on its own. */
export function PhotoCard({ guard, error }: PhotoCardProps) {
  const csrf = useCsrf();
  return (
    <Card
      title="Photo"
      actions={
        guard.photoKey === null ? null : (
          <ConfirmDialog
            trigger={{ label: "Remove", variant: "quiet", size: "sm", icon: <Trash2 aria-hidden="true" /> }}
            title={`Remove ${guard.firstName}'s photo?`}
            description="Patrons see no photo from then on. The picture is deleted."
            confirmLabel="Remove photo"
            fields={{ csrf, intent: "remove-photo" }}
          />
        )
      }
    >
      <Form method="post" encType="multipart/form-data" className="grid gap-4">
        <CsrfField />
        <input type="hidden" name="intent" value="photo" />
        <PhotoField
          currentUrl={guard.photoKey === null ? null : `/photos/${guard.photoKey}-large`}
          {...(error === undefined ? {} : { error })}
        />
        <div>
          <SubmitButton variant="secondary" pendingLabel="Uploading…">
            Save photo
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
