import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { type PaystackSimulatorOptions, simulatorClient, startPaystackSimulator } from "./index.ts";

export interface ReceivedWebhook {
  event: string;
  data: Record<string, unknown>;
  body: string;
  signature: string | undefined;
}

export interface ApiAnswer {
  status: number;
  text: string;
  /** The parsed body; its `data` is what tests look into. */
  body: {
    status: boolean;
    message: string;
    data: Record<string, unknown>;
    [field: string]: unknown;
  };
}

/** A merchant beside a simulator of its own: an API caller, a webhook receiver, and the control client. Gone after the test. */
export async function openShop(options: PaystackSimulatorOptions = {}) {
  const receiver = await openReceiver();
  const simulator = await startPaystackSimulator({
    silent: true,
    webhookUrl: receiver.url,
    ...options,
  });
  onTestFinished(() => simulator.close());
  const headers = { authorization: `Bearer ${simulator.secretKey}` };
  async function api(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<ApiAnswer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const request = {
      method,
      headers,
      ...(body === undefined ? {} : { body: text }),
      ...init,
    };
    const response = await fetch(simulator.url + path, request);
    const answer = await response.text();
    return {
      status: response.status,
      text: answer,
      body: answer === "" ? null : JSON.parse(answer),
    };
  }
  const initialize = (reference: string, more: object = {}): Promise<ApiAnswer> =>
    api("POST", "/transaction/initialize", {
      email: "ama@example.com",
      amount: 50_000,
      reference,
      ...more,
    });
  return {
    ...receiver,
    simulator,
    control: simulatorClient(simulator.url),
    api,
    initialize,
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

async function openReceiver() {
  const received: ReceivedWebhook[] = [];
  /** Statuses to answer with, one by one; 200 when there are none left. */
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const body = await readText(request);
    const signature = request.headers["x-paystack-signature"]?.toString();
    received.push({ ...JSON.parse(body), body, signature });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { received, answers, url: `http://127.0.0.1:${port}/hooks` };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) text += chunk;
  return text;
}

/** A recipient whose account number ends in `suffix`, and a balance that can pay it. */
export async function openPayee(shop: Shop, suffix = "0001"): Promise<string> {
  await shop.control.balance({ currency: "NGN", setMinor: 10_000_000 });
  const account = {
    type: "nuban",
    name: "Kofi Mensah",
    account_number: `012345${suffix}`,
    bank_code: "058",
  };
  const { body } = await shop.api("POST", "/transferrecipient", account);
  return String(body.data["recipient_code"]);
}

export const balanceOf = async (shop: Shop, currency = "NGN"): Promise<number> =>
  shop.simulator.state.balances.get(currency) ?? 0;
