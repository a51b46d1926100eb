import type { VoidPayoutFileOutcome } from "#app/domain/payouts/index.ts";
import type { Flash } from "#app/staff-flash.ts";

type Said = Omit<Flash, "id">;

const ENDED: Said = { message: "The file has ended already. Nothing was changed.", tone: "warning" };

export const ASKED: Record<"asked" | "already_asked" | "ended" | "unsaid", Said> = {
  asked: {
    message: "Asked. Another person with finance rights must confirm it. Until then nobody can download the file.",
  },
  already_asked: { message: "Somebody has asked for it already. Another person confirms.", tone: "warning" },
  ended: ENDED,
  unsaid: { message: "Nothing was asked for: say why, in a few words.", tone: "warning" },
};

export const KEPT: Record<"kept" | "not_asked", Said> = {
  kept: { message: "The file goes on, and can be downloaded again." },
  not_asked: { message: "Nobody asks to void this file any more. Nothing was changed.", tone: "warning" },
};

/** What to say of a file that was given up. */
export function voidedWords(outcome: VoidPayoutFileOutcome): Said {
  switch (outcome.status) {
    case "voided": {
      const payouts = outcome.released === 1 ? "1 payout waits" : `${outcome.released} payouts wait`;
      return { message: `The file is voided. ${payouts} to be sent by the normal way again, and no money is lost.` };
    }
    case "ended":
      return ENDED;
    case "not_asked":
      return KEPT.not_asked;
    case "changed":
      return { message: "Somebody changed the file in this moment. Nothing was done: look again.", tone: "warning" };
  }
}
