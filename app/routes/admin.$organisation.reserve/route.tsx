import { useLoaderData } from "@remix-run/react";
import { findReserve, listReserveUses } from "#app/domain/payments/index.ts";
import { staffLoader } from "#app/staff-door.ts";
import { ReservePage } from "./page.tsx";

export const handle = { crumb: "Reserve" };

export const loader = staffLoader("refunds.read", async ({ ctx, request }) => {
  const { searchParams } = new URL(request.url);
  const [reserve, uses] = await Promise.all([
    findReserve(ctx),
    listReserveUses(ctx, { after: searchParams.get("after"), before: searchParams.get("before") }),
  ]);
  return { reserve, uses };
});

export default function ReserveRoute() {
  return <ReservePage {...useLoaderData<typeof loader>()} />;
}
