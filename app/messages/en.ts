import { formatMoney, type Money } from "../core/money.ts";
import { enTrouble } from "./en-trouble.ts";

/** Every sentence a patron can meet, in English. Other languages satisfy the same type. */
export const en = {
  brand: "Asante",
  brandLine: "Tips that reach the guard",
  errorTitle: (title: string) => `Error: ${title}`,
  retry: "Try again",
  backToGuard: "Back to the guard’s page",
  findReceipt: "Find a receipt",

  home: {
    title: "Asante: tips that reach the guard",
    heading: "A thank-you that reaches the guard",
    lead: "Scan the code beside a security guard, choose an amount, and pay with Paystack. No app, no account.",
    points: [
      ["See what arrives", "The page shows what the guard gets before you pay, and every fee by name."],
      ["Keep the proof", "Your receipt says when the money was paid and when it was credited to the guard."],
      ["Never a condition", "Tipping never affects entry. Pressure can be reported in one tap, without a name."],
    ],
    findReceipt: "Find a receipt by its code",
    developers: "API for developers",
  },

  give: {
    title: (name: string) => `Thank ${name}`,
    eyebrow: "Say thank you to",
    badge: (number: string) => `Badge ${number}`,
    legend: "Choose an amount",
    presetNet: (net: Money) => `guard gets ${formatMoney(net)}`,
    presetNetAtLeast: (net: Money) => `guard gets at least ${formatMoney(net)}`,
    other: "Other",
    otherInput: "Other amount",
    bounds: (minimum: Money, maximum: Money) => `From ${formatMoney(minimum)} to ${formatMoney(maximum)}.`,
    cover: "I’ll cover the fee",
    coverWhy: "The guard gets the whole amount you chose.",
    coverAdds: (amount: string) => `Adds ${amount}. The guard gets the whole amount you chose.`,
    extras: "Add a message or an e‑mail receipt",
    extrasReceipt: "Get an e‑mail receipt",
    message: "Message to the guard",
    messageHint: "Optional, up to 140 characters. The guard can read it.",
    email: "Your e-mail",
    emailHint: "Optional. Paystack sends the receipt; we do not keep your address.",
    button: "Give",
    buttonWith: (amount: string) => `Give ${amount}`,
    opening: "Opening Paystack…",
    net: (amount: string) => `The guard gets ${amount}`,
    netAtLeast: (amount: string) => `The guard gets at least ${amount}`,
    deadZone: (less: string, more: string) => `${less} gives the guard more than ${more}: a fixed fee starts above it.`,
    pledgeBefore: "You will pay on ",
    pledgeBetween: ". The page will say “",
    pledgeAfter: "”. If it says anything else, don’t pay.",
    pressure: "Tipping never affects entry.",
    pressureLink: "Report pressure",
    money: "Where your money goes",
    moneyFlow: "Your tip, less the fees below, belongs to the guard. The employer takes nothing.",
    moneyOrganisation: (name: string) => `${name} pays the payment fee, so it is not taken from the tip.`,
    moneyForeign: "Cards from another country cost more; the fee really charged is the one taken.",
    platformFee: (percent: string) => `Asante: ${percent}`,
    platformFree: "Asante: nothing",
  },

  printed: {
    eyebrow: "Say thank you to",
    scan: "Scan with your camera",
    type: "No camera? Open",
    pledge: (host: string, payee: string) =>
      `You will pay on ${host}. The page will say “${payee}”. If it says anything else, don’t pay.`,
    pressure: "Tipping never affects entry.",
    serial: "Code",
  },

  fee: {
    channels: {
      local: "Paystack",
      card: "Paystack, card",
      mobile_money: "Paystack, mobile money",
      eft: "Paystack, bank transfer (EFT)",
    } as Record<string, string>,
    otherChannel: (channel: string) => `Paystack, ${channel.replaceAll("_", " ")}`,
    line: (parts: { channel: string; percent: string; flat: string; from: string; cap: string; vat: string }) =>
      [
        `${parts.channel}: ${parts.percent}`,
        parts.flat && ` + ${parts.flat}`,
        parts.flat && parts.from && ` from ${parts.from}`,
        parts.cap && `, at most ${parts.cap}`,
        parts.vat && `, plus ${parts.vat} VAT`,
      ].join(""),
  },

  form: {
    summary: "Please look at this again",
    amount: (minimum: Money, maximum: Money) =>
      `Choose an amount, or type one from ${formatMoney(minimum)} to ${formatMoney(maximum)}.`,
    message: "Keep the message to 140 characters.",
    email: "That e-mail address does not look right. Correct it, or leave it empty.",
    coversFee: "Covering the fee is not possible here. Untick it and try again.",
    stale: "This page was out of date. It has been renewed: check it and press Give again.",
    reused: "You already started another tip from this page. To give this one as well, press Give again.",
    limited: "Too many tips were started here in a short time. Nothing was charged. Wait a minute, then try again.",
    railSilent: "Paystack did not answer in time. You have not been charged. Try again, or pay cash today.",
    unavailable: "We cannot take a tip right now. You have not been charged. Try again, or pay cash today.",
  },

  notTakingTips: {
    title: "This guard cannot be tipped now",
    lead: "No money can be taken through this code at the moment, and none was.",
    next: (organisation: string) =>
      `If you would like to thank the guard, tell the team of ${organisation} at the gate.`,
  },
  gone: {
    title: "This code is no longer in use",
    lead: "It was replaced or withdrawn, so it takes no tips. No money was taken.",
    next: "Ask the guard to show you the current code, and scan that one.",
  },
  notOurs: {
    title: "This is not one of our codes",
    lead: "The address may be mistyped, or the sticker may not be ours. No money was taken.",
    next: "Scan the code again. If it brings you here twice, somebody may have put another sticker over the real one: don’t pay, and tell the guard.",
  },
  unavailable: {
    title: "We cannot show this guard right now",
    lead: "Something on our side is not answering. No money was taken.",
    next: "This page tries again by itself. You can also try again yourself, or pay cash today.",
    nextByHand: "Try again in a moment, or pay cash today.",
  },

  back: {
    checking: {
      title: "Checking with Paystack",
      lead: (amount: string) => `We are asking Paystack about your ${amount}. This usually takes a few seconds.`,
      next: "You can keep this page open, or come back to it later: you will not be charged twice.",
      action: "Check now",
    },
    notFinished: {
      title: "You have not paid yet",
      lead: (amount: string) => `Your payment of ${amount} was not finished, and you have not been charged.`,
      next: "You can go on where you stopped, or leave it at that.",
      action: "Continue to payment",
    },
    failed: {
      title: "The payment did not go through",
      lead: (amount: string) => `Paystack could not take ${amount}. The tip was not paid.`,
      next: "You can try again, with another card or another way to pay. If your bank shows a charge, it returns it by itself.",
      action: "Try again",
    },
    catchingUp: {
      title: "Paystack has your payment",
      lead: (amount: string) => `Your ${amount} arrived at Paystack. Our books are catching up.`,
      next: "You need not pay again. Keep this page: it turns into your receipt.",
      action: "Check now",
    },
    unknown: {
      title: "We could not ask Paystack",
      lead: "Paystack is not answering us, so we do not know yet whether you paid.",
      next: "Please don’t pay again. Keep this page: it asks once more by itself, and nothing you paid is lost.",
      action: "Check now",
    },
    notFound: {
      title: "We do not know this tip",
      lead: "The address may be incomplete. No money was taken by opening it.",
      next: "If you paid, look up your receipt by its 8-character code.",
    },
    yourTip: "tip",
  },

  receipt: {
    title: (amount: string) => `Receipt for ${amount}`,
    heading: "Paid and credited",
    lead: (organisation: string, site: string) => `For a guard of ${organisation}, ${site}`,
    steps: "Proof of arrival",
    paid: "Paid",
    credited: "Credited to the guard",
    sent: "Sent to the guard’s account",
    refunded: "This tip was refunded later.",
    partlyRefunded: "Part of this tip was refunded later.",
    disputed: "This payment is under dispute with the bank.",
    refund: {
      askedFor: (sum: string) => `You asked for ${sum} back. We are asking Paystack to return it.`,
      onItsWay: (sum: string) => `${sum} is on its way back to you.`,
      wait: "It goes to the card or account you paid with. Banks take up to 10 business days.",
      done: (sum: string, when: string) => `${sum} was returned to you: ${when}.`,
      late: "Your bank may show it a few days later.",
      failed: (sum: string) => `${sum} could not be returned to you.`,
      failedNext:
        "Nothing is lost: we were told and look into it. Keep this receipt’s code, and ask at the gate or your bank about it.",
    },
    cancel: {
      link: "Cancel this payment",
      until: (clock: string) => `You can cancel until ${clock}.`,
      elsewhere: (clock: string) =>
        `Until ${clock} it can be cancelled on this page, in the browser that it was paid from. Lost it? Show the security company the receipt code.`,
      title: "Cancel this payment?",
      lead: (sum: string, place: string) => `${sum} goes back to you. ${place}.`,
      next: "It goes to the card or account you paid with. Banks take up to 10 business days. This cannot be undone.",
      button: (sum: string) => `Yes, return ${sum}`,
      keep: "No, keep it",
      tooLate: {
        title: "This payment can no longer be cancelled here",
        lead: "A payment can be cancelled for 30 minutes. Nothing was changed.",
        next: "The security company can still return it: show them the receipt code.",
      },
      notNow: {
        title: "This payment cannot be cancelled",
        lead: "It is being returned already, or its bank is looking at it. Nothing was changed.",
        next: "Your receipt says where it stands.",
      },
      notOwn: {
        title: "Open this where you paid",
        lead: "Only the browser that a tip was given from can cancel it. Nothing was changed.",
        next: "Did you lose it, or clear its cookies? Show the security company the receipt code: they can return the payment.",
      },
      busy: {
        title: "That did not work yet",
        lead: "Nothing was changed.",
        next: "Try again in a moment.",
      },
      receipt: "Back to the receipt",
    },
    charged: "You paid, with the fee",
    code: "Receipt code",
    times: (zone: string) => `Times are local to the guard (${zone}).`,
    keep: "Keep this page or its code. It proves that the tip arrived and says nothing about you or the guard.",
    share: "Share this receipt",
    copied: "Link copied",
    print: "Print",
    missing: {
      title: "There is no receipt here",
      lead: "The link may be incomplete: copy the whole of it.",
      next: "You can also look up a receipt by its 8-character code.",
    },
  },

  lookup: {
    title: "Find a receipt",
    lead: "Type the 8-character code from a receipt. You will see whether that tip was paid and credited, nothing else.",
    label: "Receipt code",
    hint: "For example 7K3M-9QXT. Capitals or not, with or without the dash.",
    button: "Check",
    paid: "This tip was paid and credited to the guard.",
    paidAt: (when: string) => `Paid ${when}.`,
    notPaid: "This tip has not been paid.",
    notPaidNext: "If Paystack shows a payment, wait a few minutes and check again.",
    unknown: "No receipt has this code. Check each of its 8 characters: there is no letter I, L, O or U in a code.",
    limited: "That was a lot of look-ups in a short time. Wait a minute, then check again.",
  },

  report: {
    title: "Report pressure",
    lead: "Tipping never affects entry. Tell us if it was made to seem so. We do not ask who you are and keep nothing that says so.",
    legend: "What happened?",
    kinds: {
      asked_for_money: "I was asked for money",
      entry_refused: "I was kept waiting or refused entry",
      wrong_person: "The code belongs to somebody else",
      other: "Something else",
    },
    details: "Anything to add",
    detailsHint: "Optional, up to 500 characters. Please name no patron.",
    button: "Send the report",
    kindError: "Choose what happened.",
    detailsError: "Keep it to 500 characters.",
    limited: "Many reports came from here in a short time. Wait a minute, then send it again.",
    unavailable: "We could not record your report right now. Nothing you wrote is lost: send it again in a moment.",
    sent: {
      title: "Thank you for telling us",
      lead: "Your report was recorded without a name. People at Asante read it, and the guard does not see it.",
      next: "If you feel unsafe, leave first, and call the police or the site’s control room.",
    },
  },

  docs: {
    title: "Asante API",
    withoutScript: "This page needs a script to draw the documentation. The same document is here to read:",
    document: "OpenAPI document (JSON)",
  },

  trouble: enTrouble,
};
