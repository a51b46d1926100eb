import type { Role } from "#app/domain/permissions.ts";

/** One route below an organisation: an address that exists in the demo data, and who may read it and send its forms. */
export interface StaffRoute {
  path: string;
  read?: readonly Role[];
  /** Who may send any of its forms. */
  write?: readonly Role[];
  /** `forms`: all of them want a fresh second factor. `page`: so does the page itself. */
  fresh?: "forms" | "page";
  /** Its forms by their `intent`, where they differ in who may send them or in what they want. */
  forms?: Record<string, StaffForm>;
}

/** One form: filled in so far that it is refused for nothing but who sends it. */
export interface StaffForm {
  by: readonly Role[];
  /** Wants a fresh second factor. */
  fresh?: true;
  fields?: Record<string, string>;
}

/** One route outside every organisation; the same for every role. */
interface OpenRoute {
  path: string;
  /** It has a page; true unless said otherwise. */
  reads?: boolean;
  /** It takes forms. */
  writes?: boolean;
  /** As of a `StaffRoute`. */
  fresh?: "forms" | "page";
}

const PLACES = [
  "organisation",
  "guard",
  "site",
  "import",
  "job",
  "run",
  "payout",
  "file",
  "tip",
  "refund",
  "dispute",
] as const;
export type Places = Record<(typeof PLACES)[number], string>;

export const OWN: Places = {
  organisation: "org-demo-lagos",
  guard: "guard-demo-emeka",
  site: "site-demo-banana-island",
  // Made by the test itself, so that they are there.
  import: "imp-matrix",
  job: "job-matrix",
  run: "run-matrix",
  payout: "po-matrix",
  file: "pf-matrix",
  tip: "tip-01jmatrx000000000000000000",
  refund: "rf-matrix",
  dispute: "dp-matrix",
};

/** Made by the test itself in the own organisation: a member to change, and an account to decide about. */
export const OWN_MEMBER = "usr-matrix";
export const OWN_ACCOUNT = "pac-matrix";
export const FOREIGN = { organisation: "org-demo-nairobi" };

/** An address with its `:names` replaced. */
export function fill(path: string, places: Places): string {
  return PLACES.reduce((filled, name) => filled.replaceAll(new RegExp(`:${name}\\b`, "g"), places[name]), path);
}

const ALL: readonly Role[] = ["owner", "admin", "operations", "finance", "auditor", "platform"];
const LEADS: readonly Role[] = ["owner", "admin", "platform"];
const OPERATIONS: readonly Role[] = ["owner", "admin", "operations", "platform"];
const MONEY: readonly Role[] = ["owner", "finance", "platform"];
const OVERSIGHT: readonly Role[] = ["owner", "admin", "auditor", "platform"];
const HOME = "/admin/:organisation";

const NOBODY = { id: "nobody" };
const MEMBER_FORMS: Record<string, StaffForm> = {
  invite: { by: LEADS, fresh: true, fields: { email: "matrix@staff.example", role: "owner" } },
  release: { by: LEADS, fresh: true, fields: NOBODY },
  revoke: { by: LEADS, fields: NOBODY },
  role: { by: LEADS, fresh: true, fields: { id: OWN_MEMBER, role: "finance" } },
  apply: { by: LEADS, fresh: true, fields: NOBODY },
  decline: { by: LEADS, fields: NOBODY },
  remove: { by: LEADS, fields: NOBODY },
};

const DECIDING: readonly Role[] = ["owner", "admin", "finance", "platform"];
const DECISIONS: Record<string, StaffForm> = {
  approve: { by: DECIDING, fresh: true, fields: { account: OWN_ACCOUNT } },
  stop: { by: DECIDING, fresh: true, fields: { account: OWN_ACCOUNT, reason: "Not the guard's" } },
};
/** A bank that nobody has, so that no bank is asked. */
const ACCOUNT = { destination: "bank:no-such", number: "0123456789", seenName: "Somebody Else" };
const ACCOUNT_FORMS: Record<string, StaffForm> = {
  ...DECISIONS,
  enquire: { by: OPERATIONS, fields: ACCOUNT },
  create: { by: OPERATIONS, fields: ACCOUNT },
  set_pin: { by: OPERATIONS, fresh: true, fields: { pin: "402917", pinAgain: "402917" } },
  lift: { by: OPERATIONS, fresh: true, fields: { pin: "402917" } },
};

/** Who may what below an organisation, written down apart from the permission table that is tested against it. */
export const STAFF_ROUTES: Record<string, StaffRoute> = {
  "": { path: HOME, read: ALL },
  "._index": { path: HOME, read: ALL },
  ".alerts._index": { path: `${HOME}/alerts`, read: ALL, write: [...OPERATIONS, "finance"] },
  ".alerts.pressure": { path: `${HOME}/alerts/pressure`, read: ALL },
  ".audit": { path: `${HOME}/audit`, read: [...OVERSIGHT, "finance"] },
  ".audit_.export": { path: `${HOME}/audit/export`, read: [...OVERSIGHT, "finance"] },
  ".bank-files.$file": {
    path: `${HOME}/bank-files/:file`,
    read: [...OVERSIGHT, "finance"],
    write: MONEY,
    fresh: "forms",
  },
  ".bank-files.$file_.download": { path: `${HOME}/bank-files/:file/download`, read: MONEY, fresh: "page" },
  ".bank-files.$file_.results.$results": {
    path: `${HOME}/bank-files/:file/results/pfr-none`,
    read: MONEY,
    write: MONEY,
    fresh: "page",
  },
  ".bank-files._index": {
    path: `${HOME}/bank-files`,
    read: [...OVERSIGHT, "finance"],
    write: MONEY,
    fresh: "forms",
  },
  ".check": {
    path: `${HOME}/check`,
    read: ALL,
    write: ALL,
    forms: { look: { by: ALL }, report: { by: [...OPERATIONS, "finance"] } },
  },
  ".codes": { path: `${HOME}/codes`, read: ALL },
  ".codes[.]csv": { path: `${HOME}/codes.csv`, read: ALL },
  ".disputes.$dispute": {
    path: `${HOME}/disputes/:dispute`,
    read: ALL,
    write: MONEY,
    fresh: "forms",
    forms: {
      accept: { by: MONEY, fresh: true },
      defend: { by: MONEY, fresh: true, fields: { message: "The payer chose to tip." } },
    },
  },
  ".disputes.$dispute_.evidence": { path: `${HOME}/disputes/:dispute/evidence`, read: ALL },
  ".disputes._index": { path: `${HOME}/disputes`, read: ALL },
  ".guards.$guard": { path: `${HOME}/guards/:guard`, read: ALL },
  ".guards.$guard._index": { path: `${HOME}/guards/:guard`, read: ALL, write: OPERATIONS },
  ".guards.$guard.audit": { path: `${HOME}/guards/:guard/audit`, read: [...OVERSIGHT, "finance"] },
  ".guards.$guard.codes": {
    path: `${HOME}/guards/:guard/codes`,
    read: ALL,
    write: OPERATIONS,
    forms: { revoke: { by: OPERATIONS, fields: { code: "nobody" } } },
  },
  ".guards.$guard.payout-account": {
    path: `${HOME}/guards/:guard/payout-account`,
    read: ALL,
    write: [...OPERATIONS, "finance"],
    forms: ACCOUNT_FORMS,
  },
  ".guards.$guard.payouts": { path: `${HOME}/guards/:guard/payouts`, read: [...OVERSIGHT, "finance"] },
  ".guards.$guard.tips": { path: `${HOME}/guards/:guard/tips`, read: ALL },
  ".guards.$guard_.edit": { path: `${HOME}/guards/:guard/edit`, read: OPERATIONS, write: OPERATIONS },
  ".guards.$guard_.print.$file": { path: `${HOME}/guards/:guard/print/code.svg`, read: ALL },
  ".guards._index": { path: `${HOME}/guards`, read: ALL, write: OPERATIONS },
  ".guards.$guard_.tips[.]csv": { path: `${HOME}/guards/:guard/tips.csv`, read: ALL },
  ".guards.import.$import": { path: `${HOME}/guards/import/:import`, read: OPERATIONS, write: OPERATIONS },
  ".guards.import.$import.errors[.]csv": { path: `${HOME}/guards/import/:import/errors.csv`, read: OPERATIONS },
  ".guards.import._index": { path: `${HOME}/guards/import`, read: OPERATIONS, write: OPERATIONS },
  ".guards.import.template[.]csv": { path: `${HOME}/guards/import/template.csv`, read: OPERATIONS },
  ".guards.new": { path: `${HOME}/guards/new`, read: OPERATIONS, write: OPERATIONS },
  ".guards[.]csv": { path: `${HOME}/guards.csv`, read: ALL },
  ".members": { path: `${HOME}/members`, read: OVERSIGHT, write: LEADS, forms: MEMBER_FORMS },
  ".payout-accounts": {
    path: `${HOME}/payout-accounts`,
    read: ALL,
    write: [...OPERATIONS, "finance"],
    forms: { ...DECISIONS, approve_selected: { by: DECIDING, fresh: true, fields: { id: OWN_ACCOUNT } } },
  },
  ".payout-accounts[.]csv": { path: `${HOME}/payout-accounts.csv`, read: ALL },
  ".payouts.$payout": {
    path: `${HOME}/payouts/:payout`,
    read: [...OVERSIGHT, "finance"],
    write: MONEY,
    fresh: "forms",
  },
  ".payouts._index": { path: `${HOME}/payouts`, read: [...OVERSIGHT, "finance"], write: MONEY, fresh: "forms" },
  ".payouts.controls": {
    path: `${HOME}/payouts/controls`,
    read: [...OVERSIGHT, "finance"],
    write: MONEY,
    fresh: "forms",
  },
  ".payouts.runs.$run": { path: `${HOME}/payouts/runs/:run`, read: [...OVERSIGHT, "finance"] },
  ".payouts.runs._index": { path: `${HOME}/payouts/runs`, read: [...OVERSIGHT, "finance"] },
  ".payouts.runs.new": {
    path: `${HOME}/payouts/runs/new`,
    read: [...OVERSIGHT, "finance"],
    write: MONEY,
    fresh: "forms",
  },
  ".payouts.waiting": { path: `${HOME}/payouts/waiting`, read: [...OVERSIGHT, "finance"] },
  ".payouts_.export": { path: `${HOME}/payouts/export`, read: [...OVERSIGHT, "finance"] },
  ".prints.$job": { path: `${HOME}/prints/:job`, read: ALL, write: OPERATIONS },
  ".prints.$job_.file": { path: `${HOME}/prints/:job/file`, read: ALL },
  ".prints._index": { path: `${HOME}/prints`, read: ALL, write: OPERATIONS },
  ".prints.email": { path: `${HOME}/prints/email`, read: OPERATIONS, write: OPERATIONS },
  ".refunds.$refund": {
    path: `${HOME}/refunds/:refund`,
    read: ALL,
    write: MONEY,
    fresh: "forms",
    forms: {
      approve: { by: MONEY, fresh: true },
      reject: { by: MONEY, fresh: true, fields: { reason: "Not a mistake" } },
    },
  },
  ".refunds._index": { path: `${HOME}/refunds`, read: ALL },
  ".refunds[.]csv": { path: `${HOME}/refunds.csv`, read: ALL },
  ".reserve": { path: `${HOME}/reserve`, read: ALL },
  ".search": { path: `${HOME}/search?q=a`, read: ALL },
  ".settings._index": { path: `${HOME}/settings`, read: ALL, write: LEADS },
  ".settings.features": { path: `${HOME}/settings/features`, read: ALL, write: LEADS },
  ".settings.payouts": { path: `${HOME}/settings/payouts`, read: ALL, write: MONEY, fresh: "forms" },
  ".settings.refunds": { path: `${HOME}/settings/refunds`, read: ALL, write: MONEY, fresh: "forms" },
  ".settings.tips": { path: `${HOME}/settings/tips`, read: ALL, write: MONEY, fresh: "forms" },
  ".settings_.net": { path: `${HOME}/settings/net`, read: ALL },
  ".sites.$site": { path: `${HOME}/sites/:site`, read: ALL, write: OPERATIONS },
  ".sites._index": { path: `${HOME}/sites`, read: ALL, write: OPERATIONS },
  ".sites[.]csv": { path: `${HOME}/sites.csv`, read: ALL },
  ".tips.$tip": { path: `${HOME}/tips/:tip`, read: ALL },
  ".tips.$tip_.refund": { path: `${HOME}/tips/:tip/refund`, read: MONEY, write: MONEY, fresh: "page" },
  ".tips._index": { path: `${HOME}/tips`, read: ALL },
  ".tips[.]csv": { path: `${HOME}/tips.csv`, read: ALL },
};

/** What only Asante's own people find. */
export const PLATFORM_ROUTES: Record<string, OpenRoute> = {
  "": { path: "/admin/platform" },
  "._index": { path: "/admin/platform", writes: true, fresh: "forms" },
  ".alerts": { path: "/admin/platform/alerts", writes: true, fresh: "forms" },
  ".audit": { path: "/admin/platform/audit" },
  ".dead-letters": { path: "/admin/platform/dead-letters", writes: true, fresh: "forms" },
  ".payouts": { path: "/admin/platform/payouts", writes: true, fresh: "forms" },
  ".organisations.new": { path: "/admin/platform/organisations/new", writes: true, fresh: "page" },
};

/** What stands outside every organisation: signing in, and one's own account. */
export const IDENTITY_ROUTES: Record<string, OpenRoute> = {
  "": { path: "/admin" },
  "._index": { path: "/admin" },
  ".account": { path: "/admin/account", writes: true },
  ".email.$token": { path: "/admin/email/some-token" },
  ".email._index": { path: "/admin/email", writes: true },
  ".forgotten-password": { path: "/admin/forgotten-password", writes: true },
  ".invitation.$token": { path: "/admin/invitation/some-token" },
  ".invitation._index": { path: "/admin/invitation", writes: true },
  ".reset.$token": { path: "/admin/reset/some-token" },
  ".reset._index": { path: "/admin/reset", writes: true },
  ".second-factor": { path: "/admin/second-factor", writes: true },
  ".set-up-factor": { path: "/admin/set-up-factor", writes: true },
  ".sign-in": { path: "/admin/sign-in", writes: true },
  ".sign-out": { path: "/admin/sign-out", writes: true },
};
