import type { Decision } from "#app/domain/guards/index.ts";
import type { Flash } from "#app/staff-flash.ts";

const WHY_NOT: Record<Exclude<Decision["status"], "active" | "held" | "refused">, string> = {
  own: "you asked for it yourself: another person decides",
  taken: "somebody else is deciding it right now",
  not_open: "it was decided before",
  not_simple: "it is a change, another name or a shared account: look at it by itself",
  guard_renamed: "the guard has another name now than the account was asked for under: reject it and ask anew",
  tampered: "what is stored is not what was asked for: it was not approved, and an alert was raised",
  unknown: "the payment service did not answer: nothing was decided, try again in a minute",
};

/** What to say of one decision. */
export function flashOfDecision(decision: Decision): Omit<Flash, "id"> {
  const { guardName } = decision;
  if (decision.status === "active") return { message: `Approved: ${guardName}'s tips go to this account from now on.` };
  if (decision.status === "held") {
    return {
      message: `Approved. The change for ${guardName} waits 72 hours, and their phone is told when it is made.`,
    };
  }
  return {
    message: `${guardName}: ${reasonOf(decision)}.`,
    tone: decision.status === "unknown" ? "warning" : "danger",
  };
}

/** What to say of several: how many, and each that was left. */
export function flashOfDecisions(decisions: readonly Decision[]): Omit<Flash, "id"> {
  const left = decisions.filter(({ status }) => status !== "active" && status !== "held");
  const done = decisions.length - left.length;
  const approved = `${done} ${done === 1 ? "account" : "accounts"} approved.`;
  if (left.length === 0) return { message: approved };
  const named = left.slice(0, 5).map((decision) => `${decision.guardName}: ${reasonOf(decision)}`);
  const rest = left.length > named.length ? ` And ${left.length - named.length} more.` : "";
  return { message: `${approved} Not approved: ${named.join("; ")}.${rest}`, tone: "warning" };
}

function reasonOf(decision: Decision): string {
  if (decision.status === "refused")
    return "the payment service does not take this account; reject it and ask for another";
  return decision.status === "active" || decision.status === "held" ? "" : WHY_NOT[decision.status];
}
