import { useFetcher, useParams } from "@remix-run/react";
import { type FormEvent, useCallback, useEffect, useRef } from "react";
import type { Currency } from "#app/core/currency.ts";
import { formatMoney } from "#app/core/money.ts";

/** What a guard gets of an amount, in words. */
export interface Net {
  text: string;
  isInDeadZone: boolean;
}

const TYPING_PAUSE_MS = 250;

/** What each amount nets the guard while the form is filled in: the server does the sums, as it does for patrons. */
export function useNets(saved: readonly { netMinor: bigint; isInDeadZone: boolean }[], currency: Currency) {
  const { organisation } = useParams();
  const { load, data } = useFetcher<{ nets: (Net | null)[] }>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = useCallback(
    ({ currentTarget }: FormEvent<HTMLFormElement>) => {
      const form = currentTarget;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => load(`/admin/${organisation}/settings/net?${asked(form)}`), TYPING_PAUSE_MS);
    },
    [load, organisation],
  );
  const nets =
    data?.nets ??
    saved.map(({ netMinor, isInDeadZone }) => ({ text: formatMoney({ minor: netMinor, currency }), isInDeadZone }));
  return { nets, look };
}

/** The fields that the sums depend on, and no other: an address carries no token. */
function asked(form: HTMLFormElement): URLSearchParams {
  const wanted = [...new FormData(form)].filter(
    ([name]) => name.startsWith("presets[") || name === "railFeeBearer" || name === "platformFeeBps",
  );
  return new URLSearchParams(wanted.map(([name, value]) => [name.replace(/\[\d+\]$/, ""), String(value)]));
}
