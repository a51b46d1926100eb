import { formatMoney, type Money } from "../../../core/money.ts";
import type { Instant } from "../../../core/time.ts";
import type { Press, ReportSection } from "../../imaging.ts";

/** All that our books know of a disputed payment. */
export interface EvidenceFacts {
  disputeId: string;
  railDisputeId: string;
  category: string | null;
  tipId: string;
  railTransactionId: string;
  rail: string;
  channel: string | null;
  organisationName: string;
  siteName: string;
  guardDisplayName: string;
  badgeNumber: string | null;
  /** What the payer wrote to the guard. */
  message: string | null;
  /** The terms in force when it was given. */
  policyVersion: number;
  minimum: Money;
  maximum: Money;
  railFeeBearer: "guard" | "organisation";
  /** What the guard was credited with at once; null before it was booked. */
  net: Money | null;
  /** The hash of the one-time number of the request that started it; null where not exactly one is on record. */
  page: { keyHash: string; at: Instant | null } | null;
  amount: Money;
  charge: Money;
  coversFee: boolean;
  platformFee: Money;
  railFee: Money | null;
  receiptCode: string;
  codeSerial: string | null;
  startedAt: Instant;
  paidAt: Instant | null;
  creditedAt: Instant | null;
  receiptViews: number;
  receiptFirstAt: Instant | null;
  receiptLastAt: Instant | null;
  history: readonly { status: string; cause: string; at: Instant }[];
  calls: readonly { call: string; outcome: string; at: Instant }[];
  refunds: readonly { id: string; status: string; amount: Money }[];
}

const NOT_KNOWN = "not known";
const instant = (at: Instant | null) => (at ? `${at.toISOString().replace("T", " ").slice(0, 19)} UTC` : NOT_KNOWN);
/** Banks read ISO codes in every country. */
const amount = (money: Money) => `${money.currency} ${formatMoney(money)}`;

/** The pack as a PDF. */
export function printEvidence(press: Press, facts: EvidenceFacts): Promise<Uint8Array<ArrayBuffer>> {
  return press.report(`Evidence for dispute ${facts.railDisputeId}`, evidenceOf(facts));
}

/** The pack, from our books alone: what they do not know is said, not filled in. */
export function evidenceOf(facts: EvidenceFacts): ReportSection[] {
  return [
    { heading: "The dispute", lines: disputeLines(facts) },
    { heading: "The payment record", lines: paymentLines(facts) },
    { heading: "What the page showed before paying", lines: pageLines(facts) },
    { heading: "Timings", lines: timeLines(facts) },
    { heading: "The receipt", lines: receiptLines(facts) },
    { heading: "What was given back before", lines: refundLines(facts) },
    { heading: "Continuity", lines: continuityLines(facts) },
    { heading: "What we do not hold", lines: NOT_HELD },
  ];
}

const NOT_HELD: ReportSection["lines"] = [
  [
    "Device",
    "Asante keeps no device identifiers, cookies or network addresses of payers, so it can show no continuity of a device.",
  ],
  [
    "Identity",
    "Payers give no name, account or telephone number to Asante; the payment was authorised on the rail’s own checkout page.",
  ],
];

function disputeLines(facts: EvidenceFacts): ReportSection["lines"] {
  return [
    ["Dispute at the rail", facts.railDisputeId],
    ["Our number", facts.disputeId],
    ["Category", facts.category ?? NOT_KNOWN],
  ];
}

function paymentLines(facts: EvidenceFacts): ReportSection["lines"] {
  return [
    ["Reference", facts.tipId],
    ["Transaction at the rail", facts.railTransactionId],
    ["Rail and channel", `${facts.rail}, ${facts.channel ?? NOT_KNOWN}`],
    ["Charged", amount(facts.charge)],
    ["Rail’s fee", facts.railFee ? amount(facts.railFee) : NOT_KNOWN],
    ["Platform’s fee", amount(facts.platformFee)],
    [
      "Calls to the rail",
      facts.calls.map(({ call, outcome, at }) => `${call}: ${outcome}, ${instant(at)}`).join("; ") || "none",
    ],
  ];
}

function pageLines(facts: EvidenceFacts): ReportSection["lines"] {
  return [
    ["Service", "A voluntary tip to a security guard, started by scanning the code beside the guard"],
    ["Guard, as our records have the name", facts.guardDisplayName],
    ...(facts.badgeNumber === null ? [] : [["Badge", facts.badgeNumber] as const]),
    ["Place", `${facts.organisationName}, ${facts.siteName}`],
    ["Amount chosen", amount(facts.amount)],
    ["Amounts that were possible", `${amount(facts.minimum)} to ${amount(facts.maximum)}`],
    ["Fee covered by the payer", facts.coversFee ? `yes, ${amount(facts.charge)} in all` : "no"],
    [
      "Said on the page",
      "Tipping never affects entry. You will pay on the rail’s checkout; nothing is taken before you confirm there.",
    ],
    ["Terms", `version ${facts.policyVersion} of the organisation’s terms, in force when it was given`],
    ["Rail’s fee borne by", facts.railFeeBearer === "guard" ? "the guard, as the page said" : "the organisation"],
    ["What the guard was credited with", facts.net ? amount(facts.net) : NOT_KNOWN],
    ["Message that the payer wrote", facts.message ?? "none"],
    ["Code", facts.codeSerial ?? NOT_KNOWN],
  ];
}

function timeLines(facts: EvidenceFacts): ReportSection["lines"] {
  return [
    ["Started", instant(facts.startedAt)],
    ["Paid, by the rail’s clock", instant(facts.paidAt)],
    ["Credited to the guard", instant(facts.creditedAt)],
    ...facts.history.map(
      ({ status, cause, at }) => [`State: ${status.replaceAll("_", " ")}`, `${instant(at)} (${cause})`] as const,
    ),
  ];
}

function receiptLines(facts: EvidenceFacts): ReportSection["lines"] {
  return [
    ["Receipt code", facts.receiptCode],
    ["Opened", facts.receiptViews === 0 ? "never, as far as was counted" : `${facts.receiptViews} times`],
    [
      "First and last",
      facts.receiptViews === 0 ? NOT_KNOWN : `${instant(facts.receiptFirstAt)}, ${instant(facts.receiptLastAt)}`,
    ],
    ["Cancelling", "The payer could take the payment back by themselves from the receipt for 30 minutes."],
  ];
}

/** What ties the payment to one request. It says nothing of the device, and does not pretend to. */
function continuityLines({ page, receiptViews }: EvidenceFacts): ReportSection["lines"] {
  const opened =
    receiptViews === 0 ? "It was not opened, as far as was counted." : `It was opened ${receiptViews} times.`;
  return [
    [
      "Request",
      page
        ? `Started once, by one request, at ${instant(page.at)}. Of its one-time number and the choice made with it only the SHA-256 is kept: ${page.keyHash}`
        : "No one-time number of a request is on record for this payment.",
    ],
    ["Receipt", `The receipt’s link holds a secret that is given out at the end of this payment. ${opened}`],
  ];
}

function refundLines(facts: EvidenceFacts): ReportSection["lines"] {
  if (facts.refunds.length === 0) return [["Refunds", "none"]];
  return facts.refunds.map(
    ({ id, status, amount: money }) => [id, `${amount(money)}, ${status.replaceAll("_", " ")}`] as const,
  );
}
