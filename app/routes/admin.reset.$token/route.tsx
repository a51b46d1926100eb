import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { keepLink } from "#app/staff-links.ts";

/** Where the link in the e-mail leads; the page itself is at an address without its secret. */
export const loader = ({ params }: LoaderFunctionArgs) => keepLink("reset", params["token"]);
