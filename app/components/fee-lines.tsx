import { formatMoney } from "#app/core/money.ts";
import type { Messages } from "#app/messages/index.ts";
import type { FeeTerms, GuardView } from "./guard-view.ts";

/** Every deduction by its name, from the schedules in force. */
export function FeeLines({ view, text }: { view: GuardView; text: Messages }) {
  const { terms, organisationName } = view;
  return (
    <details>
      <summary>{text.give.money}</summary>
      <p>{text.give.moneyFlow}</p>
      <ul>
        {terms.schedules.map((schedule) => (
          <li key={schedule.channel}>{feeLine(schedule, view, text)}</li>
        ))}
        <li>
          {terms.platformFeeBps === 0
            ? text.give.platformFree
            : text.give.platformFee(formatPercent(terms.platformFeeBps))}
        </li>
      </ul>
      <p>
        {terms.railFeeBearer === "organisation"
          ? text.give.moneyOrganisation(organisationName)
          : text.give.moneyForeign}
      </p>
    </details>
  );
}

function feeLine(schedule: FeeTerms["schedules"][number], view: GuardView, text: Messages): string {
  const { currency } = view.minimum;
  const say = (minor: bigint | null) => (minor === null || minor === 0n ? "" : formatMoney({ minor, currency }));
  return text.fee.line({
    channel: text.fee.channels[schedule.channel] ?? text.fee.otherChannel(schedule.channel),
    percent: formatPercent(schedule.percentBps),
    flat: say(schedule.flatMinor),
    from: say(schedule.flatFromMinor),
    cap: say(schedule.capMinor),
    vat: schedule.vatBps === 0 ? "" : formatPercent(schedule.vatBps),
  });
}

/** Basis points as people write them: 150 is 1.5%. */
function formatPercent(bps: number): string {
  return `${bps / 100}%`;
}
