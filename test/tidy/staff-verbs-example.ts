import type { Example } from "./examples.ts";

export const STAFF_VERBS: Example = {
  breaks: {
    "app/routes/admin.$organisation.tips/route.tsx":
      'import { type Tip, netOf } from "#app/domain/tips/index.ts";\nimport { refundTip } from "#app/domain/tips/index.ts";',
    "app/routes/admin.platform/route.tsx": 'import { listTips } from "#app/domain/tips/index.ts";',
    "app/domain/tips/refunds/refund-tip.ts": "export async function refundTip(ctx: Ctx) {}",
    "app/domain/tips/list-tips.ts": 'import { netOf } from "./rules.ts";\nexport function listTips(ctx: Ctx) {}',
    "app/domain/tips/rules.ts": "export const netOf = () => requireStaff();",
  },
  at: ["app/routes/admin.$organisation.tips/route.tsx:2", "app/routes/admin.platform/route.tsx:1"],
  keeps: {
    "app/routes/admin.$organisation.tips/route.tsx":
      'import { refundTip, netOf } from "#app/domain/tips/index.ts";\nimport { startTip } from "#app/domain/tips/index.ts";',
    "app/routes/tips.tsx": 'import { findTip } from "#app/domain/tips/index.ts";',
    "app/domain/tips/refund-tip.ts": 'import { refundTips } from "./refund-tips.ts";',
    "app/domain/tips/refund-tips.ts": 'requireStaff(ctx.actor, "refunds.write", now);',
    "app/domain/tips/start-tip.ts": "requireFreshFactor(session, now);",
    "app/domain/tips/find-tip.ts": "export function findTip(ctx: Ctx) {}",
  },
};
