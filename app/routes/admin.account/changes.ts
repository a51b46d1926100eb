import { data, redirect } from "@remix-run/cloudflare";
import {
  archiveOtherSessions,
  archivePasskey,
  archiveSession,
  archiveTotp,
  createBackupCodes,
  startEmailChange,
  updatePasskey,
  updatePassword,
} from "#app/domain/identity/index.ts";
import { email, passwordChangeForm } from "#app/domain/identity/input.ts";
import { fieldProblems, type IdentityPost, setCookies, unlessLimited, type WithSession } from "#app/identity-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

type Post = WithSession<IdentityPost>;

/** What an answer that stays on the page says: what is wrong with which form, or codes to be kept. */
export interface AccountAnswer {
  form?: "email" | "password" | "passkey";
  errors?: Record<string, string[]>;
  backupCodes?: readonly string[];
}

/** What may be changed, by the field `intent`. The verbs ask for a fresh second factor where one is due. */
export const CHANGES = {
  email: changeEmail,
  password: changePassword,
  "rename-passkey": renamePasskey,
  "remove-passkey": removePasskey,
  "remove-totp": removeTotp,
  "backup-codes": renewBackupCodes,
  "end-session": endSession,
  "end-others": endOthers,
} as const;

async function changeEmail(asked: Post) {
  const { ctx, session, form } = asked;
  const parsed = email.safeParse(form.get("email"));
  if (!parsed.success)
    return wrong("email", { email: [parsed.error.issues[0]?.message ?? "Enter an e-mail address."] });
  const outcome = await unlessLimited(startEmailChange(ctx, { session, newEmail: parsed.data }));
  if (outcome.status === "limited") return wrong("email", { email: [outcome.problem] }, 429);
  return said(asked, `A link is on its way to ${parsed.data}. Your address changes when you follow it.`);
}

async function changePassword(asked: Post) {
  const { ctx, session, visit, form } = asked;
  const parsed = passwordChangeForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return wrong("password", problemsOf(parsed.error.issues));
  const outcome = await unlessLimited(fieldProblems(updatePassword(ctx, { session, visit, ...parsed.data })));
  if (outcome.status === "limited") return wrong("password", { currentPassword: [outcome.problem] }, 429);
  if (outcome.status === "wrong") return wrong("password", outcome.fieldErrors);
  if (outcome.status === "wrong_password") {
    return wrong("password", { currentPassword: ["This is not your present password."] });
  }
  setCookies(asked, outcome.cookies);
  return said(asked, "Your password is changed. Your other devices are signed out.");
}

async function renamePasskey(asked: Post) {
  const { ctx, session, form } = asked;
  const passkeyId = String(form.get("passkey"));
  const renaming = updatePasskey(ctx, { session, passkeyId, name: String(form.get("name") ?? "") });
  const outcome = await fieldProblems(renaming);
  if (outcome.status === "wrong") return wrong("passkey", outcome.fieldErrors);
  return said(
    asked,
    outcome.status === "renamed" ? "The passkey has its new name." : "That passkey is no longer here.",
  );
}

async function removePasskey(asked: Post) {
  const { ctx, session, form } = asked;
  const { status } = await archivePasskey(ctx, { session, passkeyId: String(form.get("passkey")) });
  if (status === "removed") return said(asked, "The passkey is removed. Your other devices are signed out.");
  return said(asked, "The passkey stays: it is your only second factor. Add another one first.", "warning");
}

async function removeTotp(asked: Post) {
  const { status } = await archiveTotp(asked.ctx, asked);
  if (status === "removed") return said(asked, "The authenticator app is removed. Your other devices are signed out.");
  return said(asked, "The authenticator app stays: it is your only second factor. Add a passkey first.", "warning");
}

async function renewBackupCodes({ ctx, session }: Post) {
  const { codes } = await createBackupCodes(ctx, { session });
  return data<AccountAnswer>({ backupCodes: codes });
}

async function endSession(asked: Post) {
  const { ctx, session, form } = asked;
  const outcome = await archiveSession(ctx, { session, sessionId: String(form.get("session")) });
  setCookies(asked, outcome.cookies);
  if (outcome.cookies.length > 0) return redirect("/admin/sign-in", { headers: asked.headers });
  return said(asked, outcome.status === "ended" ? "That device is signed out." : "That device was signed out already.");
}

async function endOthers(asked: Post) {
  const { ended } = await archiveOtherSessions(asked.ctx, asked);
  return said(asked, ended === 1 ? "One other device is signed out." : `${ended} other devices are signed out.`);
}

function said({ ctx, headers }: Post, message: string, tone: "success" | "warning" = "success") {
  return redirectWithFlash("/admin/account", { message, tone }, ctx.clock.now(), headers);
}

function wrong(form: NonNullable<AccountAnswer["form"]>, errors: Record<string, string[]>, status = 400) {
  return data<AccountAnswer>({ form, errors }, { status });
}

function problemsOf(issues: readonly { path: PropertyKey[]; message: string }[]): Record<string, string[]> {
  return Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), [message]]));
}
