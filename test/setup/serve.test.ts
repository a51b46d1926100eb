import { expect, test } from "vitest";
import { startPaystackSimulator } from "#test/simulators/paystack/index.ts";
import { LOCAL_PAYSTACK } from "./serve.ts";

test("on one's own machine a day has more than three look-ups of account names", async () => {
  const { url, secretKey, close } = await startPaystackSimulator({ silent: true, ...LOCAL_PAYSTACK });
  try {
    const lookUp = async (number: number) => {
      const query = new URLSearchParams({ account_number: String(number), bank_code: "058" });
      const response = await fetch(`${url}/bank/resolve?${query}`, {
        headers: { authorization: `Bearer ${secretKey}` },
      });
      await response.body?.cancel();
      return response.status;
    };
    expect(await Promise.all([1, 2, 3, 4, 5].map((digit) => lookUp(1_234_567_890 + digit)))).toEqual(
      Array(5).fill(200),
    );
  } finally {
    await close();
  }
});
