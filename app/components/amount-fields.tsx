import { CURRENCIES } from "#app/core/currency.ts";
import { formatMoney } from "#app/core/money.ts";
import type { Messages } from "#app/messages/index.ts";
import type { GuardView } from "./guard-view.ts";

interface AmountFieldsProps {
  view: GuardView;
  text: Messages;
  error: string | undefined;
}

/** Presets, each with what it nets the guard, and an amount of one's own. Real radio buttons, since they need no script. */
export function AmountFields({ view, text, error }: AmountFieldsProps) {
  const netWords = view.terms.schedules.length > 1 ? text.give.presetNetAtLeast : text.give.presetNet;
  return (
    <fieldset>
      <legend>{text.give.legend}</legend>
      <div className="chips">
        {view.presets.map(({ amount, net }) => (
          <label key={String(amount.minor)} className="chip">
            <input
              type="radio"
              name="amount"
              value={String(amount.minor)}
              defaultChecked={view.typed.amount === String(amount.minor)}
              data-suggested={view.suggestedMinor === amount.minor || undefined}
            />
            <span>
              <b>{formatMoney(amount)}</b>
              <small>{netWords(net)}</small>
            </span>
          </label>
        ))}
      </div>
      <Other view={view} text={text} error={error} />
    </fieldset>
  );
}

function Other({ view, text, error }: AmountFieldsProps) {
  const { symbol, position } = CURRENCIES[view.minimum.currency];
  const sign = <span aria-hidden="true">{symbol.trim()}</span>;
  return (
    <>
      <div className="chip other">
        <label>
          <input
            id="amount-other"
            type="radio"
            name="amount"
            value="other"
            defaultChecked={view.typed.amount === "other"}
          />
          <span>{text.give.other}</span>
        </label>
        <span className="money">
          {position === "before" ? sign : null}
          <input
            id="other"
            name="other"
            inputMode="decimal"
            autoComplete="off"
            maxLength={16}
            aria-label={`${text.give.otherInput}, ${symbol.trim()}`}
            aria-describedby="other-hint better"
            aria-invalid={error ? true : undefined}
            defaultValue={view.typed.other}
          />
          {position === "after" ? sign : null}
        </span>
      </div>
      <p id="other-hint" className={error ? "hint wrong" : "hint"}>
        {error ?? text.give.bounds(view.minimum, view.maximum)}
      </p>
      <output id="better" className="hint" />
    </>
  );
}
