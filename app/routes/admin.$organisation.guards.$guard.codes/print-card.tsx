import { Download, Mail, Printer } from "lucide-react";
import { useOrganisation } from "#app/components/admin/use-organisation.ts";
import { LinkButton } from "#app/components/ui/button.tsx";
import { Card } from "#app/components/ui/card.tsx";
import { PRINT_KINDS } from "#app/domain/qr/input.ts";

const KINDS = Object.entries(PRINT_KINDS);

/** The guard's code on paper: each form as a file, or by e-mail to whoever hangs it. */
export function PrintCard({ guardId, mayPrint }: { guardId: string; mayPrint: boolean }) {
  const { id } = useOrganisation();
  const home = `/admin/${id}`;
  return (
    <Card
      title="Print it"
      description="Each file is read back, with a fifth of the code hidden, before you get it."
      actions={
        mayPrint ? (
          <>
            <LinkButton to={`${home}/prints/email?guard=${guardId}`} icon={<Mail aria-hidden="true" />}>
              E-mail it
            </LinkButton>
            <LinkButton to={`${home}/prints?guard=${guardId}`} icon={<Printer aria-hidden="true" />}>
              With crop marks
            </LinkButton>
          </>
        ) : undefined
      }
    >
      <ul className="flex flex-wrap gap-2">
        {KINDS.map(([kind, label]) => (
          <li key={kind}>
            <LinkButton
              to={`${home}/guards/${guardId}/print/${fileOf(kind)}`}
              reloadDocument
              icon={<Download aria-hidden="true" />}
            >
              {label}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function fileOf(kind: string): string {
  return kind === "svg" || kind === "png" ? `code.${kind}` : `${kind}.pdf`;
}
