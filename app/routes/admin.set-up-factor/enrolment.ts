import { data } from "@remix-run/cloudflare";
import QRCode from "qrcode";
import {
  applyTotpEnrolment,
  createPasskey,
  type NewFactorOutcome,
  startPasskeyEnrolment,
  startTotpEnrolment,
} from "#app/domain/identity/index.ts";
import { type IdentityPost, setCookies, unlessLimited, type WithSession } from "#app/identity-door.ts";
import { passkeyAnswer, WITHOUT_SCRIPTS } from "#app/passkey-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

type Post = WithSession<IdentityPost>;

/** What the page shows in place of the choice it begins with. */
export interface EnrolmentStep {
  problem?: string;
  totp?: TotpOffer;
  backupCodes?: readonly string[];
}
interface TotpOffer {
  uri: string;
  secret: string;
  qr: { size: number; path: string };
}

export async function offerNewPasskey(asked: Post) {
  const begun = await startPasskeyEnrolment(asked.ctx, asked);
  setCookies(asked, begun.cookies);
  return data({ options: begun.options }, { headers: asked.headers });
}

export async function takeNewPasskey(asked: Post) {
  const { ctx, session, visit, form } = asked;
  const response = passkeyAnswer(form);
  if (response === null) return wrong({ problem: WITHOUT_SCRIPTS });
  const name = String(form.get("name") ?? "");
  const outcome = await createPasskey(ctx, { session, visit, response, name });
  if (outcome.status === "refused") {
    return wrong({ problem: "The passkey could not be checked. Try again, or use an authenticator app." });
  }
  return enrolled(asked, outcome, "A passkey was added.");
}

/** A secret is made once and travels with the form, so that the code of a person who mistypes still fits what they scanned. */
export async function beginTotp({ ctx, session }: Post) {
  const { uri } = await startTotpEnrolment(ctx, session);
  return data<EnrolmentStep>({ totp: offerOf(uri) });
}

export async function takeTotp(asked: Post) {
  const { ctx, session, visit, form } = asked;
  const code = String(form.get("code") ?? "");
  const outcome = await unlessLimited(applyTotpEnrolment(ctx, { session, visit, code }));
  if (outcome.status === "enrolled") return enrolled(asked, outcome, "Your authenticator app is set up.");
  const uri = String(form.get("uri") ?? "");
  const problem =
    outcome.status === "limited"
      ? outcome.problem
      : "That code does not fit. Enter the six digits your app shows now; if it keeps failing, check the phone's clock.";
  return wrong({ problem, ...(isTotpUri(uri) ? { totp: offerOf(uri) } : {}) });
}

/** The first factor brings backup codes to be kept; after another one there is nothing more to do here. */
async function enrolled(asked: Post, outcome: Extract<NewFactorOutcome, { status: "enrolled" }>, message: string) {
  const { ctx, next, headers } = asked;
  setCookies(asked, outcome.cookies);
  if (outcome.backupCodes === null) return redirectWithFlash(next, { message }, ctx.clock.now(), headers);
  return data<EnrolmentStep>({ backupCodes: outcome.backupCodes }, { headers });
}

function wrong(step: EnrolmentStep) {
  return data<EnrolmentStep>(step, { status: 400 });
}

const URI_MAX_CHARACTERS = 600;

function isTotpUri(uri: string): boolean {
  return uri.startsWith("otpauth://totp/") && uri.length <= URI_MAX_CHARACTERS && URL.canParse(uri);
}

function offerOf(uri: string): TotpOffer {
  const { size, data: modules } = QRCode.create(uri, { errorCorrectionLevel: "M" }).modules;
  let path = "";
  for (let index = 0; index < size * size; index++) {
    if (modules[index]) path += `M${index % size} ${Math.floor(index / size)}h1v1h-1z`;
  }
  return { uri, secret: new URL(uri).searchParams.get("secret") ?? "", qr: { size, path } };
}
