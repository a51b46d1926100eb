import { formatMoney, type Money } from "#app/core/money.ts";
import { classNames } from "./class-names.ts";

const TONES = { plain: undefined, strong: "font-semibold", soft: "text-soft" };

/** An amount as its people write it, never broken over two lines. */
export function MoneyText({ money, tone = "plain" }: { money: Money; tone?: keyof typeof TONES }) {
  return <span className={classNames("whitespace-nowrap", TONES[tone])}>{formatMoney(money)}</span>;
}
