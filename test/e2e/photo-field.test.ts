import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { colourAt, decode, paint, QUARTERS, storedQuarters, toJpeg, withMetadata } from "#test/factories/pictures.ts";
import { launchBrowser } from "#test/setup/browser.ts";
import { root } from "#test/setup/root.ts";

const ENTRY = `
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { PhotoField } from "#app/components/photo-field.tsx";
const form = (
  <form method="post" encType="multipart/form-data" action="/sent">
    <PhotoField name="photo" currentUrl="/now.jpg" />
    <button type="submit">Save</button>
  </form>
);
createRoot(document.getElementById("app")).render(<RouterProvider router={createBrowserRouter([{ path: "*", element: form }])} />);
`;

let server: Server;
let browser: Browser;
let close: () => Promise<void>;
let page: Page;
let sent: FormData | undefined;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: "tsx" },
    ...{
      bundle: true,
      write: false,
      format: "esm",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
    },
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const style = readFileSync(createRequire(import.meta.url).resolve("react-easy-crop/react-easy-crop.css"), "utf8");
  const layout = ".relative { position: relative } .h-72 { height: 18rem } .max-w-sm { max-width: 24rem }";
  const html = `<!doctype html><html lang="en"><title>Photo</title><style>${style}${layout}</style><main><h1>Photo</h1><div id="app"></div></main><script type="module" src="/app.js"></script>`;
  server = createServer(async (request, response) => {
    if (request.url === "/sent") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const headers = { "content-type": request.headers["content-type"] ?? "" };
      sent = await new Response(Buffer.concat(chunks), { headers }).formData();
      response.end("kept");
      return;
    }
    response.setHeader("content-type", request.url === "/app.js" ? "text/javascript" : "text/html");
    response.end(request.url === "/app.js" ? script : html);
  }).listen(0, "127.0.0.1");
  ({ browser, close } = await launchBrowser());
});
afterAll(async () => {
  await close?.();
  server?.close();
});
beforeEach(async () => {
  sent = undefined;
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return () => context.close();
});

const choose = (name: string, mimeType: string, bytes: Uint8Array) =>
  page.getByLabel("Photo", { exact: true }).setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
const phonePhoto = () => withMetadata(toJpeg(paint(4_000, 3_000, storedQuarters(6)), 90), 6);

async function submit(): Promise<{ file: File; crop: Record<"x" | "y" | "width" | "height", number> }> {
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("kept").waitFor();
  return { file: sent?.get("photo") as File, crop: JSON.parse(String(sent?.get("crop"))) };
}

test("a phone's photo travels upright, small and without its place, with the square that was chosen", async () => {
  await choose("IMG_1.JPG", "image/jpeg", phonePhoto());
  await page.getByRole("group", { name: /Move it with the arrow keys/ }).waitFor();
  await expect.poll(() => page.locator("input[name=crop]").inputValue()).toContain("width");
  const { file, crop } = await submit();
  expect(file.type).toBe("image/jpeg");
  expect(file.size).toBeLessThan(300_000);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect(Buffer.from(bytes).includes("Exif")).toBe(false);
  const picture = decode(bytes);
  expect([picture.width, picture.height]).toEqual([1_200, 1_600]);
  expect(Math.abs((colourAt(picture, 0.25, 0.25)[0] ?? 0) - QUARTERS[0][0])).toBeLessThan(12);
  expect(crop.width * 1_200).toBeCloseTo(crop.height * 1_600, -1);
  expect(crop.x).toBeCloseTo(0, 1);
});

test("the square is chosen with the keyboard alone", async () => {
  await choose("a.jpg", "image/jpeg", phonePhoto());
  const area = page.getByRole("group", { name: /Move it with the arrow keys/ });
  await area.waitFor();
  const crop = page.locator("input[name=crop]");
  await expect.poll(() => crop.inputValue()).toContain("width");
  const before = JSON.parse(await crop.inputValue());
  await page.getByLabel("Zoom").focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(async () => JSON.parse(await crop.inputValue()).width).toBeLessThan(before.width * 0.6);
  const zoomed = JSON.parse(await crop.inputValue());
  await area.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
  await expect.poll(async () => JSON.parse(await crop.inputValue()).x).not.toBe(zoomed.x);
});

test("the field has no accessibility fault while a photo is being cut", async () => {
  await choose("a.jpg", "image/jpeg", phonePhoto());
  await page.getByLabel("Zoom").waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("what cannot be opened is refused at once, in words, and is not sent", async () => {
  const heic = Buffer.from(`\0\0\0\x18ftypheic\0\0\0\0mif1heic${"\0".repeat(99)}`, "latin1");
  await choose("IMG_1.HEIC", "image/heic", heic);
  await page.getByText("This is an HEIC photo. Save it as JPEG and choose that.").waitFor();
  await choose("a.txt", "text/plain", Buffer.from("hello"));
  await page.getByText("This file is not a picture that we can open.").waitFor();
  await choose("a.jpg", "image/jpeg", phonePhoto().slice(0, 100));
  await page.getByText("The picture is damaged.").waitFor();
  expect(await page.getByLabel("Photo", { exact: true }).inputValue()).toBe("");
});
