import { useLocation, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";

/** Quicker answers show no skeleton: it would only flicker. */
const SHOWN_AFTER_MS = 200;

/**
 * True while something is being fetched that will take this place, and has been for as long as a person notices: `list` is
 * the same page with other filters, order or place; `page` is another page. What a form does is shown by its button.
 */
export function useLoading(what: "list" | "page"): boolean {
  const here = useLocation();
  const { state, location, formMethod } = useNavigation();
  const isFetching = state === "loading" && (formMethod === undefined || formMethod === "GET");
  const isSamePage = location?.pathname === here.pathname;
  const isAwaited = isFetching && (what === "page" ? !isSamePage : isSamePage && location?.search !== here.search);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isAwaited) return setShown(false);
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isAwaited]);
  return isAwaited && isShown;
}
