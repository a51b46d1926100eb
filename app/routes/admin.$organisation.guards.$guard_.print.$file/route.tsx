import { data } from "@remix-run/cloudflare";
import { getCodeFile } from "#app/domain/qr/index.ts";
import { PRINT_KINDS, type PrintKindName } from "#app/domain/qr/input.ts";
import { staffLoader } from "#app/staff-door.ts";
import { redirectWithFlash } from "#app/staff-flash.ts";

/**
 * A guard's code as a file: `a4.pdf`, `a6.pdf`, `cr80.pdf`, `l7160.pdf`, `l7165.pdf`, `code.svg` or `code.png`;
 * `?marks=on` adds crop marks. What could not be read back is not handed out: the guard's page says so.
 */
export const loader = staffLoader("prints.read", async ({ ctx, request, params, organisationId }) => {
  const guardId = params["guard"] ?? "";
  const kind = kindIn(params["file"] ?? "");
  if (kind === null) throw data({ detail: "There is no such file." }, { status: 404 });
  const cropMarks = new URL(request.url).searchParams.get("marks") === "on";
  const outcome = await getCodeFile(ctx, { guardId, kind, cropMarks });
  if (outcome.status === "unreadable") {
    const message = `Code ${outcome.serials.join(", ")} could not be read back out of the printed file, so you were not given it. We were told; try another form meanwhile.`;
    const page = `/admin/${organisationId}/guards/${guardId}/codes`;
    return redirectWithFlash(page, { message, tone: "danger" }, ctx.clock.now());
  }
  const { name, contentType, bytes } = outcome.file;
  return new Response(bytes, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});

function kindIn(file: string): PrintKindName | null {
  const [, picture] = /^code\.(svg|png)$/.exec(file) ?? [];
  const [, template] = /^([a-z0-9]+)\.pdf$/.exec(file) ?? [];
  const name = picture ?? (template === "svg" || template === "png" ? "" : (template ?? ""));
  return Object.hasOwn(PRINT_KINDS, name) ? (name as PrintKindName) : null;
}
