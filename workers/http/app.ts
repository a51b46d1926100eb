import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "#app/core/errors.ts";
import { discardBody } from "#app/request-body.ts";
import { requestContext } from "../context.ts";
import { readEnv } from "../env.ts";
import { jsonLog } from "../log.ts";
import { tipRoutes } from "./api/tips.ts";
import type { Doors } from "./doors.ts";
import { live, ready } from "./health.ts";
import { problemResponse } from "./middleware/problem.ts";
import { STRICT_TRANSPORT } from "./middleware/transport.ts";
import { photo } from "./photos.ts";
import { renderPage } from "./remix.ts";
import { receivePaystackEvent } from "./webhooks/paystack.ts";
import { approvePaystackTransfer } from "./webhooks/paystack-approval.ts";

/** Every door from outside, in the order in which they are tried; Remix answers what is left. */
export const app = new OpenAPIHono<Doors>();

app.use(async (c, next) => {
  const env = readEnv(c.env);
  c.set("env", env);
  c.set(
    "ctx",
    requestContext(env, c.req.raw, (work) => c.executionCtx.waitUntil(work)),
  );
  await next();
  await discardBody(c.req.raw);
  c.res.headers.set("x-request-id", c.var.ctx.requestId);
  c.res.headers.set("x-content-type-options", "nosniff");
  c.res.headers.set(...STRICT_TRANSPORT);
});
app.onError((error, c) => {
  if (c.var.ctx) return problemResponse(error, c.var.ctx);
  // Without an environment there is no context; readEnv names the fields that are wrong, and no values.
  jsonLog("none").error("env.refused", { reason: error.message });
  return c.text("Asante is not configured.", 500);
});

app.get("/health/live", live);
app.get("/health/ready", ready);
app.post("/webhooks/paystack", receivePaystackEvent);
app.post("/webhooks/paystack/approve-transfer", approvePaystackTransfer);
app.all("/webhooks/paystack", () => {
  throw new AppError("METHOD_NOT_ALLOWED", "Send events with POST.");
});
tipRoutes(app);
app.doc31("/api/openapi.json", (c) => ({
  openapi: "3.1.0",
  info: {
    title: "Asante",
    version: "1",
    description: "Tips for security guards. Amounts are strings of minor units.",
  },
  servers: [{ url: c.var.env.APP_URL }],
}));
app.get("/photos/:key", photo);
app.all("*", renderPage);
