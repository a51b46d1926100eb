import { Card } from "#app/components/ui/card.tsx";
import { DateTime } from "#app/components/ui/date-time.tsx";
import { useOrganisation } from "./use-organisation.ts";

export interface ShownMove {
  at: string;
  words: string;
  /** Who or what moved it there. */
  detail?: string | undefined;
}

/** What became of something, the newest last. */
export function History({ moves, title = "History" }: { moves: readonly ShownMove[]; title?: string }) {
  const { timeZone } = useOrganisation();
  return (
    <Card title={title}>
      <ol className="grid gap-4">
        {moves.map(({ at, words, detail }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end.
          <li key={index} className="grid gap-x-4 sm:grid-cols-[11rem_1fr]">
            <span className="text-sm text-soft sm:pt-0.5">
              <DateTime at={at} timeZone={timeZone} />
            </span>
            <span className="min-w-0">
              <span className="font-medium">{words}</span>
              {detail === undefined ? null : <span className="wrap-anywhere block text-sm text-soft">{detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
