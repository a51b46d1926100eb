import { useRouteLoaderData } from "@remix-run/react";
import type { Currency } from "#app/core/currency.ts";

interface OrganisationFacts {
  id: string;
  name: string;
  country: string;
  currency: Currency;
  timeZone: string;
}

/** The organisation whose pages these are, and what the person at work in it may do. */
export function useOrganisation(): OrganisationFacts & { permissions: readonly string[] } {
  const frame = useRouteLoaderData("routes/admin.$organisation") as
    | { organisation: OrganisationFacts; permissions: readonly string[] }
    | undefined;
  if (frame === undefined) throw new Error("this is shown inside an organisation's pages");
  return { ...frame.organisation, permissions: frame.permissions };
}
