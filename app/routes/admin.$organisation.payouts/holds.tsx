import { Alert } from "#app/components/ui/alert.tsx";
import { LinkButton } from "#app/components/ui/button.tsx";
import type { PayoutStanding } from "#app/domain/payouts/index.ts";
import { laneWords, railWords } from "./payout-words.ts";

/** Why nothing goes out at the moment, and what to do. */
export function Holds({ standing, home }: { standing: PayoutStanding; home: string }) {
  const { isStopped, stopReason, isStoppedForAll, lanes } = standing;
  return (
    <>
      {isStopped ? (
        <Alert
          tone="danger"
          title="Your payouts are stopped"
          action={
            <LinkButton to={`${home}/controls`} size="sm">
              Controls
            </LinkButton>
          }
        >
          {stopReason === null ? "" : `“${stopReason}” `}Nothing is sent until somebody lets them go on. No money is
          lost.
        </Alert>
      ) : null}
      {isStoppedForAll ? (
        <Alert tone="danger" title="Asante has stopped all payouts">
          It holds for every organisation and ends when Asante’s own people say so. No money is lost.
        </Alert>
      ) : null}
      {lanes.map((lane) => (
        <Alert key={lane.rail} tone="warning" title={`Payouts wait for ${railWords(lane.rail)}`}>
          {laneWords(lane)} You need do nothing, and no money is lost.
        </Alert>
      ))}
    </>
  );
}
