import { AppError } from "../../../core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { StaffActor } from "../../permissions.ts";
import type { Destination } from "../../ports.ts";
import type { PayoutAccountForm } from "../input.ts";
import { ENQUIRY_LIMITS, type NameCheck, nameCheckOf, nameMatchPercent, readNumber } from "./rules.ts";

/** What is wrong with what was typed, by field. */
export interface FieldRefusal {
  status: "refused";
  field: "destination" | "number" | "holderName" | "reason";
  message: string;
}

/** Whose account it is, and how far that is the guard. */
export interface HolderFound {
  status: "found";
  destination: Destination;
  /** As the rail wants it. */
  number: string;
  holderName: string;
  nameCheck: NameCheck;
  /** 0 to 100; of the name that was typed where nobody can be asked. */
  percent: number;
}

/** `later`: the rail answers no more questions today. `unknown`: it did not answer. */
export type HolderOutcome = HolderFound | FieldRefusal | { status: "later" } | { status: "unknown" };

interface Question {
  form: PayoutAccountForm;
  guard: { name: string; country: string };
  destinations: readonly Destination[];
}

/** Reads the form against the rail's own list, and asks the rail whose account it is. Throws RATE_LIMITED. */
export async function enquire(
  { form, guard, destinations }: Question,
  { organisationId, userId }: StaffActor,
  { rails, limits }: Pick<Ctx, "rails" | "limits">,
): Promise<HolderOutcome> {
  const destination = destinations.find(({ kind, code }) => `${kind}:${code}` === form.destination);
  if (!destination) return { status: "refused", field: "destination", message: "Choose the bank or wallet." };
  const reading = readNumber(guard.country, destination.kind, form.number);
  if (!reading.ok) return { status: "refused", field: "number", message: reading.message };
  await takeTurn(limits, organisationId, userId);
  const { number } = reading;
  const question = { country: guard.country, bankCode: destination.code, accountNumber: number };
  const answer = await rails.paystack.findAccountName(question);
  const found = (holderName: string) => ({
    status: "found" as const,
    destination,
    number,
    holderName,
    percent: nameMatchPercent(guard.name, holderName),
  });
  switch (answer.status) {
    case "found": {
      const holder = found(answer.name.trim().slice(0, 200));
      return { ...holder, nameCheck: nameCheckOf(holder.percent) };
    }
    case "not_offered": {
      if (form.holderName) return { ...found(form.holderName), nameCheck: "not_offered" };
      const message = "Give the holder's name as the bank has it: here nobody can be asked for it.";
      return { status: "refused", field: "holderName", message };
    }
    case "not_resolved":
      return { status: "refused", field: "number", message: "There is no such account there. Check bank and number." };
    case "limited":
      return { status: "later" };
    case "unknown":
      return { status: "unknown" };
  }
}

async function takeTurn(limits: Ctx["limits"], organisationId: string, userId: string): Promise<void> {
  const claims = [
    ...ENQUIRY_LIMITS.staff.map((limit) => ({ key: `account-names:staff:${limit.windowMs}:${userId}`, ...limit })),
    { key: `account-names:organisation:${organisationId}`, ...ENQUIRY_LIMITS.organisation },
  ];
  const outcome = await limits.take(claims);
  if (outcome.allowed) return;
  const message = "You have asked for many account names. Wait a while, then go on.";
  throw new AppError("RATE_LIMITED", message, [], outcome.retryAfterSeconds);
}
