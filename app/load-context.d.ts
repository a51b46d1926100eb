import type { Ctx } from "#app/domain/context.ts";
import type { StaffActor } from "#app/domain/permissions.ts";

declare module "@remix-run/cloudflare" {
  /** What the Worker hands to every loader and action. */
  interface AppLoadContext {
    ctx: Ctx;
    /** Where the rail's checkout page lives, such as https://checkout.paystack.com: the one place a form may lead to. */
    checkoutOrigin: string;
    /** The context of one of the staff at work in one organisation. */
    staffContext(actor: StaffActor): Ctx;
  }

  /** Loaders' answers keep their types: amounts stay bigint all the way into the page. */
  interface Future {
    v3_singleFetch: true;
  }
}
