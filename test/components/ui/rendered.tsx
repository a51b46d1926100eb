import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { RouteObject } from "react-router-dom";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";

/** A part as the server sends it for this address, before any script. */
export async function renderAt(address: string, element: ReactElement): Promise<string> {
  const { query, dataRoutes } = createStaticHandler([{ path: "*", element }]);
  const context = await query(new Request(`https://asante.test${address}`));
  if (context instanceof Response) throw new Error("The page answered without rendering.");
  const router = createStaticRouter(dataRoutes as RouteObject[], context);
  return renderToStaticMarkup(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}

/** The opening tags of one kind, as they stand in the markup. */
export function tagsOf(markup: string, name: string): string[] {
  return markup.match(new RegExp(`<${name}(?=[\\s>])[^>]*>`, "g")) ?? [];
}

/** The addresses of a markup's links. */
export function linksOf(markup: string): string[] {
  return tagsOf(markup, "a").map((tag) => (/href="([^"]*)"/.exec(tag)?.[1] ?? "").replaceAll("&amp;", "&"));
}
