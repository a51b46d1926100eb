import { Form } from "@remix-run/react";
import { ScanSearch } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { PageHeader } from "#app/components/admin/page-header.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { Field } from "#app/components/ui/field.tsx";
import { Input } from "#app/components/ui/input.tsx";
import { CameraCheck } from "./camera-check.tsx";
import { type Verdict, VerdictNotice } from "./verdict.tsx";

interface CheckPageProps {
  sites: { id: string; name: string }[];
  mayReport: boolean;
  verdict: Verdict | null;
  /** What was read or typed. */
  text: string;
}

/** Ours or not ours: with the camera, a photo, or what is printed. */
export function CheckPage({ sites, mayReport, verdict, text }: CheckPageProps) {
  return (
    <>
      <PageHeader
        title="Check a code"
        description="Is the sticker at the gate really yours? Somebody may have put their own over it."
      />
      <div className="grid max-w-3xl gap-6">
        {verdict === null ? null : <VerdictNotice verdict={verdict} text={text} sites={sites} mayReport={mayReport} />}
        <CameraCheck />
        <Card title="From a photo" description="Take one of the code from near by, straight on.">
          <Form method="post" encType="multipart/form-data" className="grid gap-4">
            <CsrfField />
            <Field label="Photo" id="check-photo" name="photo" hint="JPEG, PNG or WebP, at most 10 MB. It is not kept.">
              {(control) => <Input {...control} type="file" accept="image/jpeg,image/png,image/webp" required />}
            </Field>
            <div>
              <SubmitButton variant="secondary" pendingLabel="Reading…" icon={<ScanSearch aria-hidden="true" />}>
                Check the photo
              </SubmitButton>
            </div>
          </Form>
        </Card>
        <Card title="By typing" description="The address under the code, or its serial.">
          <Form method="post" className="grid gap-4">
            <CsrfField />
            <Field
              label="Address or serial"
              id="check-text"
              name="text"
              hint="Such as PAM-7K3M-9QX2. Capitals and hyphens do not matter."
            >
              {(control) => (
                <Input {...control} autoComplete="off" autoCapitalize="characters" maxLength={2000} required />
              )}
            </Field>
            <div>
              <SubmitButton variant="secondary" pendingLabel="Checking…" icon={<ScanSearch aria-hidden="true" />}>
                Check
              </SubmitButton>
            </div>
          </Form>
        </Card>
      </div>
    </>
  );
}
