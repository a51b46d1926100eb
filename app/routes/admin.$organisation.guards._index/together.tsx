import { Mail, MapPin, Printer } from "lucide-react";
import { CsrfField } from "#app/components/admin/csrf-field.tsx";
import { BulkBar } from "#app/components/ui/bulk-bar.tsx";
import { SubmitButton } from "#app/components/ui/button.tsx";
import { Select } from "#app/components/ui/input.tsx";

interface TogetherProps {
  formId: string;
  action: string;
  sites: readonly { id: string; name: string }[];
}

/** What can be done with ticked guards: their codes, where they stand, whether they take tips. */
export function Together({ formId, action, sites }: TogetherProps) {
  const destinations = sites.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <BulkBar formId={formId} action={action} noun={["guard", "guards"]}>
      <CsrfField />
      <SubmitButton name="intent" value="print" variant="secondary" icon={<Printer aria-hidden="true" />}>
        Print codes
      </SubmitButton>
      <SubmitButton name="intent" value="email" variant="secondary" icon={<Mail aria-hidden="true" />}>
        E-mail codes
      </SubmitButton>
      <span className="flex shrink-0 gap-1">
        <Select
          name="to"
          aria-label="Site to move them to"
          placeholder="Move to…"
          options={destinations}
          className="w-40"
        />
        <SubmitButton name="intent" value="move" variant="secondary" icon={<MapPin aria-hidden="true" />}>
          Move
        </SubmitButton>
      </span>
      <SubmitButton name="intent" value="suspend" variant="secondary">
        Suspend
      </SubmitButton>
      <SubmitButton name="intent" value="reinstate" variant="secondary">
        Reinstate
      </SubmitButton>
      <SubmitButton name="intent" value="activate" variant="secondary">
        Activate
      </SubmitButton>
      <SubmitButton name="intent" value="leave" variant="danger">
        Mark as left…
      </SubmitButton>
    </BulkBar>
  );
}
