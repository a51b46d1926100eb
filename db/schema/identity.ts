import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "../columns.ts";
import { organisations } from "./organisations.ts";

/** What a member may be in an organisation. A platform administrator is in `platform_administrators` instead. */
export const ROLES = ["owner", "admin", "operations", "finance", "auditor"] as const;

const roleIsKnown = (column: unknown) => sql`${column} in ('owner', 'admin', 'operations', 'finance', 'auditor')`;

const userId = () =>
  text("user_id")
    .notNull()
    .references(() => staffUsers.id);

/** People who work here. Their e-mail address is kept in lower case. better-auth's `user`. */
export const staffUsers = pgTable(
  "staff_users",
  {
    id: id(),
    name: text("name").notNull(),
    email: text("email").notNull().unique("staff_users_email_is_unique"),
    emailVerified: boolean("email_verified").notNull(),
    image: text("image"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [check("staff_users_email_is_lower_case", sql`${t.email} = lower(${t.email})`)],
);

/**
 * A browser that is signed in, or on its way: better-auth writes the row, and it counts only from `activated_at` on,
 * which the statement sets that also records the sign-in. Ending a session deletes it. better-auth's `session`.
 */
export const staffSessions = pgTable(
  "staff_sessions",
  {
    id: id(),
    userId: userId(),
    token: text("token").notNull().unique("staff_sessions_token_is_unique"),
    /** The end however busy it is; the idle limit is counted from `seen_at`. */
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
    activatedAt: instant("activated_at"),
    seenAt: instant("seen_at"),
    /** When the second factor was last given; null until it was. */
    secondFactorAt: instant("second_factor_at"),
  },
  (t) => [index("staff_sessions_by_user").on(t.userId)],
);

/** Where a user's password hash is. better-auth's `account`; only its provider `credential` is used. */
export const staffAccounts = pgTable(
  "staff_accounts",
  {
    id: id(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: userId(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    unique("staff_accounts_once_per_provider").on(t.providerId, t.accountId),
    index("staff_accounts_by_user").on(t.userId),
  ],
);

/** Challenges of passkey ceremonies, for the five minutes of one. better-auth's `verification`. */
export const staffVerifications = pgTable(
  "staff_verifications",
  {
    id: id(),
    identifier: text("identifier").notNull().unique("staff_verifications_identifier_is_unique"),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("staff_verifications_by_expiry").on(t.expiresAt)],
);

/** Public keys of authenticators. better-auth's `passkey`; it counts from `activated_at` on, as a session does. */
export const staffPasskeys = pgTable(
  "staff_passkeys",
  {
    id: id(),
    name: text("name"),
    publicKey: text("public_key").notNull(),
    userId: userId(),
    credentialID: text("credential_id").notNull().unique("staff_passkeys_credential_is_unique"),
    counter: integer("counter").notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text("transports"),
    createdAt: createdAt(),
    aaguid: text("aaguid"),
    activatedAt: instant("activated_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [index("staff_passkeys_by_user").on(t.userId)],
);

/** A user's authenticator app: its secret, sealed. A new one waits in `pending_secret` until a first code has proved it. */
export const staffTwoFactors = pgTable(
  "staff_two_factors",
  {
    userId: userId().primaryKey(),
    secret: text("secret"),
    pendingSecret: text("pending_secret"),
    createdAt: createdAt(),
    verifiedAt: instant("verified_at"),
  },
  (t) => [check("staff_two_factors_secret_is_proved", sql`(${t.secret} is null) = (${t.verifiedAt} is null)`)],
);

/** Hashes of the codes that stand in for a lost authenticator; using one deletes it. */
export const staffBackupCodes = pgTable(
  "staff_backup_codes",
  { userId: userId(), codeHash: text("code_hash").notNull(), createdAt: createdAt() },
  (t) => [primaryKey({ name: "staff_backup_codes_pk", columns: [t.userId, t.codeHash] })],
);

/** Time steps whose code was accepted: inserting is what accepts it, so a code works once. */
export const usedTotpCodes = pgTable(
  "used_totp_codes",
  {
    userId: userId(),
    timeStep: bigint("time_step", { mode: "bigint" }).notNull(),
    usedAt: instant("used_at").notNull(),
  },
  (t) => [primaryKey({ name: "used_totp_codes_once_per_step", columns: [t.userId, t.timeStep] })],
);

/** Who works for which organisation, as what. */
export const members = pgTable(
  "members",
  {
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    userId: userId(),
    role: text("role", { enum: ROLES }).notNull(),
    status: text("status", { enum: ["active", "removed"] }).notNull(),
    createdAt: createdAt(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ name: "members_once_per_organisation", columns: [t.organisationId, t.userId] }),
    index("members_by_user").on(t.userId),
    check("members_role_is_known", roleIsKnown(t.role)),
    check("members_removed_has_a_time", sql`(${t.status} = 'removed') = (${t.removedAt} is not null)`),
  ],
);

/** Asante's own people, who may look after every organisation. Written by the database's owner only. */
export const platformAdministrators = pgTable("platform_administrators", {
  userId: userId().primaryKey(),
  createdAt: createdAt(),
});

/** An invitation by e-mail. To owner, admin or finance it takes a second person before the link is sent. */
export const invitations = pgTable(
  "invitations",
  {
    id: id(),
    organisationId: text("organisation_id")
      .notNull()
      .references(() => organisations.id),
    email: text("email").notNull(),
    role: text("role", { enum: ROLES }).notNull(),
    status: text("status", { enum: ["requested", "sent", "accepted", "revoked"] }).notNull(),
    invitedBy: text("invited_by")
      .notNull()
      .references(() => staffUsers.id),
    approvedBy: text("approved_by").references(() => staffUsers.id),
    /** SHA-256 of the link's token; none until it is sent. */
    tokenHash: text("token_hash").unique("invitations_token_is_unique"),
    expiresAt: instant("expires_at"),
    createdAt: createdAt(),
    acceptedAt: instant("accepted_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    uniqueIndex("invitations_one_open_per_address")
      .on(t.organisationId, t.email)
      .where(sql`${t.status} in ('requested', 'sent')`),
    index("invitations_by_organisation").on(t.organisationId, t.createdAt),
    check("invitations_role_is_known", roleIsKnown(t.role)),
    check("invitations_email_is_lower_case", sql`${t.email} = lower(${t.email})`),
    check("invitations_checker_is_not_the_maker", sql`${t.approvedBy} <> ${t.invitedBy}`),
    check(
      "invitations_to_more_than_looking_are_approved",
      sql`${t.role} = 'auditor' or ${t.status} not in ('sent', 'accepted') or ${t.approvedBy} is not null`,
    ),
    check(
      "invitations_sent_has_a_link",
      sql`${t.status} <> 'sent' or (${t.tokenHash} is not null and ${t.expiresAt} is not null)`,
    ),
  ],
);

/** Asked changes of a role to owner, admin or finance: made by one person, applied by another. */
export const roleChanges = pgTable(
  "role_changes",
  {
    id: id(),
    organisationId: text("organisation_id").notNull(),
    userId: userId(),
    fromRole: text("from_role", { enum: ROLES }).notNull(),
    toRole: text("to_role", { enum: ROLES }).notNull(),
    status: text("status", { enum: ["requested", "applied", "void"] }).notNull(),
    requestedBy: text("requested_by")
      .notNull()
      .references(() => staffUsers.id),
    /** Who applied it. */
    approvedBy: text("approved_by").references(() => staffUsers.id),
    createdAt: createdAt(),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    foreignKey({
      name: "role_changes_member_in_same_organisation",
      columns: [t.organisationId, t.userId],
      foreignColumns: [members.organisationId, members.userId],
    }),
    uniqueIndex("role_changes_one_open_per_member")
      .on(t.organisationId, t.userId)
      .where(sql`${t.status} = 'requested'`),
    check("role_changes_role_is_known", roleIsKnown(t.toRole)),
    check("role_changes_applied_by_another", sql`${t.status} <> 'applied' or ${t.approvedBy} is not null`),
    check(
      "role_changes_checker_is_neither_maker_nor_member",
      sql`${t.approvedBy} <> ${t.requestedBy} and ${t.approvedBy} <> ${t.userId}`,
    ),
  ],
);

/** Links sent by e-mail to reset a password or to prove a new address: only the token's SHA-256, for 30 minutes, once. */
export const oneTimeLinks = pgTable(
  "one_time_links",
  {
    id: id(),
    purpose: text("purpose", { enum: ["password_reset", "email_change"] }).notNull(),
    userId: userId(),
    tokenHash: text("token_hash").notNull().unique("one_time_links_token_is_unique"),
    /** The address to be proved, when it is to change. */
    newEmail: text("new_email"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** Ended without being used, as another link or a changed password made it void. */
    voidedAt: instant("voided_at"),
  },
  (t) => [
    index("one_time_links_by_user").on(t.userId),
    check("one_time_links_email_change_names_it", sql`(${t.purpose} = 'email_change') = (${t.newEmail} is not null)`),
    check("one_time_links_used_or_voided", sql`num_nonnulls(${t.usedAt}, ${t.voidedAt}) < 2`),
  ],
);
