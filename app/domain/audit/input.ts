import { z } from "zod";

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\p{Surrogate}]*$/u)
    .transform((value) => value || null)
    .nullable()
    .catch(null);

const day = z.iso.date().nullable().catch(null);

/** What an audit list is narrowed to, out of an address: what is not understood counts as not said. */
export const auditFilters = z.object({
  /** As the rows name them: `staff:usr-…`, `system:…`, `patron`; or only `staff`, `system`. */
  actor: text(80),
  /** How an action's name begins: `guard`, `guard.updated`. */
  action: text(60),
  subject: text(80),
  /** Days of the organisation's calendar, both included. */
  from: day,
  to: day,
});

export type AuditFilters = z.infer<typeof auditFilters>;

/** The filters that an address says. */
export function readAuditFilters(params: URLSearchParams): AuditFilters {
  return auditFilters.parse(
    Object.fromEntries(Object.keys(auditFilters.shape).map((name) => [name, params.get(name)])),
  );
}
