export { applySecondFactor } from "./apply-second-factor.ts";
export type { Visit } from "./cookies.ts";
export { createPasskeySession } from "./create-passkey-session.ts";
export { createSession } from "./create-session.ts";
export { findSession } from "./find-session.ts";
export { scryptPasswords } from "./passwords.ts";
export type { StaffSession, Stage } from "./rules.ts";
export { startPasskeySession } from "./start-passkey-session.ts";
