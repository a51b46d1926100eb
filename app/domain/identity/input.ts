import { z } from "zod";

export const PASSWORD_MIN_CHARACTERS = 12;
export const PASSWORD_MAX_CHARACTERS = 128;
export const NAME_MAX_CHARACTERS = 100;
/** What a member may be. A platform administrator is not a member. */
export const MEMBER_ROLES = ["owner", "admin", "operations", "finance", "auditor"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

const EMAIL_MAX_CHARACTERS = 254;

/** An e-mail address, in lower case as it is kept. */
export const email = z
  .string("Enter an e-mail address.")
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX_CHARACTERS, "This e-mail address is too long.")
  .pipe(z.email("Enter an e-mail address such as ada@example.com."));

/** A password that somebody chooses; whether it is a common one, the server says. */
export const newPassword = z
  .string("Enter a password.")
  .min(PASSWORD_MIN_CHARACTERS, `Use at least ${PASSWORD_MIN_CHARACTERS} characters.`)
  .max(PASSWORD_MAX_CHARACTERS, `Use at most ${PASSWORD_MAX_CHARACTERS} characters.`);

/** A person's name: one line, nothing that cannot be printed. */
export const personName = z
  .string("Enter a name.")
  .trim()
  .min(1, "Enter a name.")
  .max(NAME_MAX_CHARACTERS, `Use at most ${NAME_MAX_CHARACTERS} characters.`)
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), "Leave out characters that cannot be printed.");

/** Six digits of an authenticator app, however they are spaced. */
export const totpCode = z
  .string("Enter the code.")
  .transform((text) => text.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "Enter the six digits your authenticator app shows."));

export const memberRole = z.enum(MEMBER_ROLES, "Choose a role.");

export const signInForm = z.object({
  email,
  password: z.string("Enter your password.").min(1, "Enter your password."),
});
export const resetRequestForm = z.object({ email });
export const invitationForm = z.object({ email, role: memberRole });
export const acceptanceForm = z.object({ name: personName, password: newPassword });
export const passwordChangeForm = z.object({
  currentPassword: z.string("Enter your present password.").min(1, "Enter your present password."),
  newPassword,
});

const base64Url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(20_000);
const credential = {
  id: base64Url,
  rawId: base64Url,
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

/** What `navigator.credentials.get` gave, as JSON. */
export const passkeyAssertion = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64Url, authenticatorData: base64Url, signature: base64Url }),
});

/** What `navigator.credentials.create` gave, as JSON. */
export const passkeyAttestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url,
    transports: z
      .array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]).catch("internal"))
      .default([]),
  }),
});
