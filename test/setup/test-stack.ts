import { openTestDatabase } from "./database.ts";
import { type Stack, type StackOptions, startStack } from "./stack.ts";

/**
 * The whole system for one test file: its own Worker, Paystack and bridge (so that it may break them), on its own
 * database in the PostgreSQL that all tests share. Cron triggers do not fire by themselves.
 */
export async function startTestStack(options: Omit<StackOptions, "database" | "build"> = {}): Promise<Stack> {
  const database = await openTestDatabase();
  try {
    const stack = await startStack({ ...options, database, build: false });
    return {
      ...stack,
      async stop() {
        await stack.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
