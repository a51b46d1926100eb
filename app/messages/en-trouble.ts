/** What a page says when it cannot be shown, in English. */
export const enTrouble = {
  notFound: {
    title: "There is nothing at this address",
    lead: "It may be mistyped or incomplete. No money was taken.",
    next: "To tip a guard, scan the code beside them. To see a tip you gave, look up its receipt.",
  },
  method: {
    title: "This page cannot be used that way",
    lead: "Nothing happened, and no money was taken.",
    next: "Go back and try once more from the start.",
  },
  unreadable: {
    title: "We could not read that form",
    lead: "Nothing happened, and no money was taken.",
    next: "Go back, reload the page and send it again.",
  },
  limited: {
    title: "That was a little fast",
    lead: "Too many requests came from here in a short time. Nothing was charged.",
    next: "Wait a minute, then try again.",
  },
  unavailable: {
    title: "We cannot do this right now",
    lead: "Something on our side is not answering. No money was taken.",
    next: "Try again in a moment.",
  },
  fault: {
    title: "Something went wrong on our side",
    lead: "We were told about it. If you were paying, look at your receipt or the payment page before you pay again.",
    next: (requestId: string) => `If you write to us, name this request: ${requestId}`,
  },
};
