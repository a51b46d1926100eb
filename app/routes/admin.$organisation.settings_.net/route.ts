import { formatMoney, parseAmount } from "#app/core/money.ts";
import { getPolicy, offeredAmounts } from "#app/domain/organisations/index.ts";
import { staffLoader } from "#app/staff-door.ts";

const AMOUNTS_AT_MOST = 4;
const FEE_AT_MOST_BPS = 5_000;

/** What a guard would get of amounts under terms that are not yet in force; null where there is no amount. */
export const loader = staffLoader("organisation.read", async ({ ctx, request }) => {
  const { terms, fees, currency } = await getPolicy(ctx);
  const asked = new URL(request.url).searchParams;
  const amounts = asked
    .getAll("presets")
    .slice(0, AMOUNTS_AT_MOST)
    .map((text) => parseAmount(text, currency));
  const bps = Number(asked.get("platformFeeBps") ?? terms.platformFeeBps);
  const platformFeeBps = Number.isInteger(bps) && bps >= 0 && bps <= FEE_AT_MOST_BPS ? bps : terms.platformFeeBps;
  const railFeeBearer = asked.get("railFeeBearer") === "organisation" ? "organisation" : "guard";
  const offered = offeredAmounts(
    amounts.flatMap((amount) => (amount ? [amount.minor] : [])),
    { platformFeeBps, railFeeBearer },
    fees,
  );
  const netOf = new Map(offered.map((each) => [each.amountMinor, each]));
  return {
    nets: amounts.map((amount) => {
      const net = amount && netOf.get(amount.minor);
      return net ? { text: formatMoney({ minor: net.netMinor, currency }), isInDeadZone: net.isInDeadZone } : null;
    }),
  };
});
