import { redirect } from "@remix-run/cloudflare";
import type { Ctx } from "#app/domain/context.ts";
import { type UpdateGuardSiteOutcome, updateGuardSite } from "#app/domain/guards/index.ts";
import { PICKED_AT_MOST } from "#app/domain/qr/input.ts";
import type { Flash } from "#app/staff-flash.ts";
import { pickedAddress } from "../admin.$organisation.prints/selection-address.ts";

/** More ids than these do not fit into what carries an undo to the next page. */
export const UNDO_AT_MOST = 60;

/** The print shop, or its e-mail form, with the ticked guards chosen; null for another intent. */
export function printShopFor(intent: unknown, organisationId: string, guardIds: readonly string[]): Response | null {
  if (intent !== "print" && intent !== "email") return null;
  const shop = `/admin/${organisationId}/prints${intent === "email" ? "/email" : ""}`;
  return redirect(shop + pickedAddress(guardIds.slice(0, PICKED_AT_MOST)));
}

/** Moves the ticked guards, and says it; back with one tap where they all came from one site. */
export async function moveTogether(
  ctx: Ctx,
  move: { siteId: string; guardIds: readonly string[] },
  undoAt: string,
): Promise<Omit<Flash, "id">> {
  if (move.siteId === "") return { message: "Choose the site to move them to.", tone: "warning" };
  return flashOfMove(await updateGuardSite(ctx, move), undoAt);
}

function flashOfMove(outcome: UpdateGuardSiteOutcome, action: string): Omit<Flash, "id"> {
  if (outcome.status === "no_site")
    return { message: "That site is closed or not yours. Nobody was moved.", tone: "warning" };
  const { site, moved, untouched } = outcome;
  const left = untouched === 0 ? "" : ` ${guards(untouched)} not moved: they stand there already, or have left.`;
  if (moved.length === 0) return { message: `Nobody was moved.${left}`, tone: "warning" };
  const message = `${guards(moved.length)} moved to ${site}. Patrons read it within a minute.${left}`;
  const [from, ...others] = [...new Set(moved.map(({ fromSiteId }) => fromSiteId))];
  if (from === undefined || others.length > 0 || moved.length > UNDO_AT_MOST) return { message };
  const id = moved.map((each) => each.id).join(",");
  return { message, undo: { action, fields: { intent: "move", to: from, id } } };
}

function guards(count: number): string {
  return count === 1 ? "1 guard" : `${count} guards`;
}
