export interface Crumb {
  label: string;
  to?: string | undefined;
}

/** What a route says of itself: `export const handle = { crumb: "Guards" }`, or from what it loaded. */
export interface CrumbHandle<TData = never> {
  crumb: string | ((data: TData) => string);
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

/** The title of a staff page: the way here from the inside out, as a browser's tab cuts off the end. */
export function titleOf(matches: readonly Match[], place?: string): string {
  const crumbs = crumbsOf(matches).map(({ label }) => label);
  return [...crumbs.reverse(), ...(place === undefined ? [] : [place]), "Asante"].join(" · ");
}
