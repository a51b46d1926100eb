import { useRouteLoaderData } from "@remix-run/react";

/** The token that every staff form carries; empty where nobody is signed in. */
export function useCsrf(): string {
  const page = useRouteLoaderData("routes/admin") as { csrf: string | null } | undefined;
  return page?.csrf ?? "";
}

/** The hidden field of a staff form. */
export function CsrfField() {
  return <input type="hidden" name="csrf" value={useCsrf()} />;
}
