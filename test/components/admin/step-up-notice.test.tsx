import { expect, test } from "vitest";
import { type Factor, FreshFactor, StepUpNotice } from "#app/step-up.tsx";
import { linksOf, renderAt } from "../ui/rendered.tsx";

const page = (factor: Factor) =>
  renderAt(
    "/admin/org-1/refunds?status=requested",
    <FreshFactor factor={factor}>
      <StepUpNotice needs="refunds.write" />
    </FreshFactor>,
  );

test("a stale second factor is asked for before the form is filled in, and leads back to the same page", async () => {
  const markup = await page({ freshForMs: 0, permissions: ["refunds.write"] });
  expect(linksOf(markup)).toEqual([
    `/admin/second-factor?next=${encodeURIComponent("/admin/org-1/refunds?status=requested")}`,
  ]);
});

test("nothing is asked of who has just given it, nor of who may not send the form", async () => {
  expect(await page({ freshForMs: 60_000, permissions: ["refunds.write"] })).toBe("");
  expect(await page({ freshForMs: 0, permissions: ["refunds.read"] })).toBe("");
});
