import { Building2, Check, ChevronsUpDown } from "lucide-react";
import { Menu } from "#app/components/ui/menu.tsx";

export interface OrganisationSwitcherProps {
  organisation: { id: string; name: string };
  /** All that the person belongs to. */
  organisations?: readonly { id: string; name: string }[] | undefined;
  /** Takes `organisationId` as a form. */
  switchAction?: string | undefined;
  /** What else that form sends: the CSRF token. */
  switchFields?: Readonly<Record<string, string>> | undefined;
}

/** Whose house this is; a menu for those who work in several. */
export function OrganisationSwitcher(props: OrganisationSwitcherProps) {
  const { organisation, organisations = [], switchAction, switchFields = {} } = props;
  if (organisations.length < 2 || switchAction === undefined) {
    return (
      <p className="flex min-h-11 items-center gap-3 px-3 font-semibold">
        <Building2 aria-hidden="true" className="size-4.5 shrink-0 text-soft" />
        <span className="line-clamp-2 min-w-0 leading-tight">{organisation.name}</span>
      </p>
    );
  }
  const items = organisations.map(({ id, name }) => ({
    label: name,
    ...(id === organisation.id ? { icon: Check, hint: "You are here" } : {}),
    action: switchAction,
    fields: { ...switchFields, organisationId: id },
  }));
  return (
    <Menu
      label="Change organisation"
      align="start"
      triggerClassName="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line px-3 py-1.5 text-left hover:border-field"
      trigger={
        <>
          <Building2 aria-hidden="true" className="size-4.5 shrink-0 text-soft" />
          <span className="line-clamp-2 min-w-0 flex-1 font-semibold leading-tight">{organisation.name}</span>
          <span className="sr-only">: change organisation</span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-soft" />
        </>
      }
      groups={[items]}
    />
  );
}
