import { formatMoney, type Money } from "#app/core/money.ts";

export interface Steps {
  settings: boolean;
  site: boolean;
  guard: boolean;
  payout_account: boolean;
  print: boolean;
  member: boolean;
}

export interface Waiting {
  payoutRequests: number;
  alerts: number;
  guardsWithoutPhoto: number;
  guardsWithoutPayoutAccount: number;
}

/** The first steps in their order, with where each is done. */
export function stepsOf(done: Steps, home: string) {
  return [
    {
      title: "Confirm your settings",
      description: "Name, time zone and brand colour, as patrons will see them.",
      isDone: done.settings,
      to: `${home}/settings`,
      action: "Look at settings",
    },
    {
      title: "Add your first site",
      description: "The gate, estate or mall where guards stand.",
      isDone: done.site,
      to: `${home}/sites`,
      action: "Add a site",
    },
    {
      title: "Add your first guard",
      description: "One by one with a photo, or 200 at once from a CSV file.",
      isDone: done.guard,
      to: `${home}/guards`,
      action: "Add a guard",
    },
    {
      title: "Say where the money goes",
      description: "Ask for a payout account; a second person approves it.",
      isDone: done.payout_account,
      to: `${home}/guards`,
      action: "Choose a guard",
    },
    {
      title: "Print the first code",
      description: "A poster, a card or a sheet of stickers.",
      isDone: done.print,
      to: `${home}/prints`,
      action: "Open the print shop",
    },
    {
      title: "Invite a colleague",
      description: "Whatever moves money wants a second person.",
      isDone: done.member,
      to: `${home}/members`,
      action: "Invite somebody",
    },
  ];
}

/** What waits for somebody, the most urgent first; nothing that is done. */
export function waitingOf(waiting: Waiting, home: string) {
  const lines = [
    {
      count: waiting.payoutRequests,
      words: counted(waiting.payoutRequests, "payout account waits", "payout accounts wait", "for approval"),
      to: `${home}/payout-accounts`,
      action: "Decide",
    },
    {
      count: waiting.alerts,
      words: counted(waiting.alerts, "alert is", "alerts are", "open"),
      to: `${home}/alerts`,
      action: "Look",
    },
    {
      count: waiting.guardsWithoutPayoutAccount,
      words: counted(waiting.guardsWithoutPayoutAccount, "active guard has", "active guards have", "no payout account"),
      to: `${home}/guards?status=active&account=no`,
      action: "Show guards",
    },
    {
      count: waiting.guardsWithoutPhoto,
      words: counted(waiting.guardsWithoutPhoto, "active guard has", "active guards have", "no photo"),
      to: `${home}/guards?status=active&photo=no`,
      action: "Show guards",
    },
  ];
  return lines.filter(({ count }) => count > 0);
}

const PAYOUT_LINES = [
  { group: "to_approve", words: ["payout waits", "payouts wait", "for approval"], action: "Look and approve" },
  { group: "failed", words: ["payout", "payouts", "failed and must be looked into"], action: "Look into it" },
  { group: "in_doubt", words: ["payout is", "payouts are", "in doubt: the bank has not answered"], action: "Show" },
] as const;

interface PayoutNeed {
  group: string;
  payouts: number;
  total: Money;
}

/** What payouts need of somebody, in the same terms; for those who may read payouts. */
export function payoutLines(needs: readonly PayoutNeed[], home: string) {
  return PAYOUT_LINES.flatMap(({ group, words: [one, many, rest], action }) => {
    const need = needs.find((each) => each.group === group);
    if (need === undefined) return [];
    const words = `${counted(need.payouts, one, many, rest)} · ${formatMoney(need.total)}`;
    return [{ count: need.payouts, words, to: `${home}/payouts?status=${group}`, action }];
  });
}

function counted(count: number, one: string, many: string, rest: string): string {
  return `${count} ${count === 1 ? one : many} ${rest}`;
}
