import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server.js";
import { expect, test } from "vitest";
import { PhotoField } from "#app/components/photo-field.tsx";

async function markupOf(props: Parameters<typeof PhotoField>[0]): Promise<string> {
  const { dataRoutes, query } = createStaticHandler([{ path: "*", element: createElement(PhotoField, props) }]);
  const context = await query(new Request("http://page/"));
  if (context instanceof Response) throw new Error("redirected");
  const router = createStaticRouter(dataRoutes as Parameters<typeof createStaticRouter>[0], context);
  return renderToStaticMarkup(createElement(StaticRouterProvider, { router, context, hydrate: false }));
}

test("without scripts a photo is chosen by a plain file input, with its hint, its error and the photo there is", async () => {
  const html = await markupOf({ currentUrl: "/photos/abc", error: "The picture is too small." });
  const input = /<input[^>]*>/.exec(html)?.[0] ?? "";
  for (const part of [
    'name="photo"',
    'type="file"',
    'accept="image/jpeg,image/png,image/webp"',
    'aria-invalid="true"',
  ]) {
    expect(input).toContain(part);
  }
  expect(html).toContain("JPEG, PNG or WebP, at most 10 MB.");
  expect(html).toContain("The picture is too small.");
  expect(html).toContain('src="/photos/abc"');
  expect(html).not.toContain('name="crop"');
});
