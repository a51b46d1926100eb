export interface Crumb {
  label: string;
  to?: string | undefined;
}

/** What a route says of itself: `export const handle = { crumb: "Guards" }`, or from what it loaded. */
export interface CrumbHandle<TData = never> {
  crumb: string | ((data: TData) => string);
}

/** What a frame of pages says of itself, such as an organisation: the end of every title below it. */
export interface PlaceHandle<TData = never> {
  place: (data: TData) => string;
}

interface Match {
  handle?: unknown;
  data?: unknown;
  pathname: string;
}

/** The crumbs of matched routes, from the outside in. */
export function crumbsOf(matches: readonly Match[]): Crumb[] {
  return matches.flatMap(({ handle, data, pathname }) => {
    const crumb = (handle as Partial<CrumbHandle> | undefined)?.crumb;
    if (crumb === undefined) return [];
    // A route that failed has loaded nothing to name it by.
    if (typeof crumb === "function" && data == null) return [];
    return [{ label: typeof crumb === "function" ? crumb(data as never) : crumb, to: pathname }];
  });
}

/** The frames around matched routes, such as an organisation, each with the address of its first page. */
export function placesOf(matches: readonly Match[]): Crumb[] {
  return matches.flatMap(({ handle, data, pathname }) => {
    const place = (handle as Partial<PlaceHandle> | undefined)?.place;
    return place === undefined || data == null ? [] : [{ label: place(data as never), to: pathname }];
  });
}

/** A page's title: the way here from the inside out, as a browser's tab cuts off the end. Null where nothing says it. */
export function titleOf(matches: readonly Match[]): string | null {
  const crumbs = crumbsOf(matches).map(({ label }) => label);
  const words = [...crumbs.reverse(), ...placesOf(matches).map(({ label }) => label)];
  return words.length === 0 ? null : [...words, "Asante"].join(" · ");
}
