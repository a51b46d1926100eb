import type { AlertSubject } from "#app/domain/notifications/index.ts";
import { type Role, roleMay } from "#app/domain/permissions.ts";

type Path = (subject: AlertSubject, role: Role) => string;

const PATHS: Partial<Record<AlertSubject["type"], Path>> = {
  code: ({ guardId }) => `/guards/${guardId}/codes`,
  site: ({ id }) => `/sites/${id}`,
  guard: ({ id }) => `/guards/${id}`,
  payout_account: ({ guardId }) => `/guards/${guardId}/payout-account`,
  print: ({ id }) => `/prints/${id}`,
  payout: ({ id, guardId }, role) => (roleMay(role, "payouts.read") ? `/payouts/${id}` : `/guards/${guardId}`),
  refund: ({ id }) => `/refunds/${id}`,
  dispute: ({ id }) => `/disputes/${id}`,
};

/** Where the thing is that an alert is about, below the organisation's address. */
export function placeOf(about: AlertSubject | null, role: Role): string | null {
  return about === null ? null : (PATHS[about.type]?.(about, role) ?? null);
}
