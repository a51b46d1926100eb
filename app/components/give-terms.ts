import { CURRENCIES } from "#app/core/currency.ts";
import type { Messages } from "#app/messages/index.ts";
import type { GuardView } from "./guard-view.ts";

/** What the page's script needs for its sums and sentences (give-sums.js, give-form.js), as JSON. Amounts in minor units. */
export function giveTerms(view: Pick<GuardView, "terms" | "minimum" | "maximum">, text: Messages): string {
  const { terms, minimum, maximum } = view;
  const format = CURRENCIES[minimum.currency];
  const { give } = text;
  const net = terms.schedules.length > 1 ? give.netAtLeast : give.net;
  return JSON.stringify({
    symbol: format.symbol,
    before: format.position === "before",
    group: format.groupSeparator,
    decimal: format.decimalSeparator,
    minimum: Number(minimum.minor),
    maximum: Number(maximum.minor),
    guardBears: terms.railFeeBearer === "guard",
    platformBps: terms.platformFeeBps,
    schedules: terms.schedules.map((schedule) => [
      schedule.percentBps,
      Number(schedule.flatMinor),
      Number(schedule.flatFromMinor),
      schedule.capMinor === null ? null : Number(schedule.capMinor),
      schedule.vatBps,
    ]),
    say: {
      plain: give.button,
      button: give.buttonWith("{1}"),
      opening: give.opening,
      net: net("{1}"),
      whole: give.coverWhy,
      adds: give.coverAdds("{1}"),
      better: give.deadZone("{1}", "{2}"),
      bounds: give.bounds(minimum, maximum),
    },
  });
}
