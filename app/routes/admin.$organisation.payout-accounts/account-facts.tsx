import { Badge } from "#app/components/ui/badge.tsx";

interface NameFacts {
  holderName: string;
  nameCheck: "matched" | "differs" | "not_offered";
  percent: number;
  isMatch: boolean;
}

/** The holder's name and how far it is the guard's, in words. */
export function NameMatch({ holderName, nameCheck, percent, isMatch }: NameFacts) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="wrap-anywhere">{holderName}</span>
      {nameCheck === "not_offered" ? (
        <Badge tone={isMatch ? "info" : "danger"}>
          {isMatch ? "As typed, bank not asked" : `As typed, another name · ${percent}%`}
        </Badge>
      ) : (
        <Badge tone={isMatch ? "success" : "danger"}>
          {isMatch ? `Name matches · ${percent}%` : `Another name · ${percent}%`}
        </Badge>
      )}
    </span>
  );
}

/** Says that others have the same account; nothing when nobody has. */
export function SharedBadge({
  sharedWith,
  sharedElsewhere,
}: {
  sharedWith: readonly string[];
  sharedElsewhere: number;
}) {
  if (sharedWith.length === 0 && sharedElsewhere === 0) return null;
  const own = sharedWith.length > 0 ? `Shared with ${sharedWith.join(", ")}` : "";
  const others = sharedElsewhere > 0 ? `${sharedElsewhere} in other organisations` : "";
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <Badge tone="danger">Shared account</Badge>
      <span className="text-sm">{[own, others].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

/** A bank and the end of a number; the rest of it is shown to nobody. */
export function maskedAccount({ destinationName, numberEnd }: { destinationName: string; numberEnd: string }): string {
  return `${destinationName} ••${numberEnd}`;
}
