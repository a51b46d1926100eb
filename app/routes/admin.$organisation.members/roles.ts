export type Role = "owner" | "admin" | "operations" | "finance" | "auditor";

/** What each role is for. */
export const ROLE_WORDS: Record<Role, { label: string; may: string }> = {
  owner: { label: "Owner", may: "everything" },
  admin: { label: "Admin", may: "everything but payouts, refunds and fees" },
  operations: { label: "Operations", may: "guards, sites and codes" },
  finance: { label: "Finance", may: "payouts and fees" },
  auditor: { label: "Auditor", may: "looks, changes nothing" },
};

export const ROLE_OPTIONS = Object.entries(ROLE_WORDS).map(([value, { label, may }]) => ({
  value,
  label: `${label}: ${may}`,
}));
