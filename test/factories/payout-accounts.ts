import { Miniflare } from "miniflare";
import { after } from "#app/core/time.ts";
import type { Ctx } from "#app/domain/context.ts";
import { createPayoutAccount, releasePayoutAccount } from "#app/domain/guards/index.ts";
import type { PayoutAccountForm } from "#app/domain/guards/input.ts";
import type { Role } from "#app/domain/permissions.ts";
import { staffWorkerContext, workerContext } from "#test/factories/worker-context.ts";
import { rowsOf } from "#test/setup/books.ts";
import { openTestDatabase } from "#test/setup/database.ts";
import { seed } from "#test/setup/demo.ts";
import { type PaystackSimulator, simulatorClient, startPaystackSimulator } from "#test/simulators/paystack/index.ts";

export const LAGOS = "org-demo-lagos";
export const EMEKA = "guard-demo-emeka";
export const OLD_PHONE = "+2348031110001";

/** An account of GTBank's; a name is Emeka's unless another is said. */
export const formOf = (number: string, more: Partial<PayoutAccountForm> = {}): PayoutAccountForm => ({
  destination: "bank:058",
  number,
  holderName: null,
  reason: null,
  seenName: null,
  ...more,
});

export interface Person {
  userId: string;
  role: Role;
  organisationId?: string;
  /** How long from now they act. */
  inMs?: number;
}

/** Everything that payout accounts touch, real: a database with the demo organisations, the rail's stand-in, and storage. */
export async function openPayoutAccounts() {
  const paystack = await startPaystackSimulator({ silent: true, settings: { resolveDailyCap: null } });
  const miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  const files = await miniflare.getR2Bucket("FILES");
  const database = await openTestDatabase();
  await seed(database);
  const rows = (text: string, values: unknown[] = []) => rowsOf(database.ownerUrl, text, values);
  await rows("alter table guards disable trigger former_phones_are_kept");
  await rows("update guards set phone = $1 where id = $2", [OLD_PHONE, EMEKA]);
  await rows("alter table guards enable trigger former_phones_are_kept");
  const startedAt = new Date(Date.now());
  const errors: string[] = [];
  const parts = { database, bridgeUrl: database.bridgeUrl, files, paystack, errors };

  const as = ({ userId, role, organisationId = LAGOS, inMs = 0 }: Person): Ctx =>
    staffWorkerContext({ ...parts, at: after(startedAt, inMs) }, { organisationId, role, userId });
  const sweeper = (inMs: number): Ctx => workerContext({ ...parts, at: after(startedAt, inMs) });
  const rail = railOf(paystack);

  return {
    as,
    sweeper,
    rail,
    paystack,
    files,
    database,
    errors,
    rows,
    ...looksOf(rows),
    /** Gives a guard an account that is in use, asked for by operations and approved by finance. */
    async giveAccount(number: string, { guardId = EMEKA, inMs = 0 }: { guardId?: string; inMs?: number } = {}) {
      const accountId = await this.ask(number, { guardId, inMs });
      await releasePayoutAccount(as({ ...FINANCE, inMs: inMs + 1 }), accountId);
      return accountId;
    },
    /** Asks for an account in the guard's own name. */
    async ask(number: string, { guardId = EMEKA, inMs = 0, by = OPERATIONS }: Asking = {}) {
      const [guard] = await rows("select first_name, last_name from guards where id = $1", [guardId]);
      await rail.nameAccount({
        bankCode: "058",
        accountNumber: number,
        accountName: `${guard?.["last_name"]} ${guard?.["first_name"]}`,
      });
      const outcome = await createPayoutAccount(as({ ...by, inMs }), guardId, formOf(number, { reason: "New bank" }));
      if (outcome.status !== "requested") throw new Error(outcome.status);
      return outcome.accountId;
    },
    async close() {
      await database.close();
      await miniflare.dispose();
      await paystack.close();
    },
  };
}

type Rows = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

function looksOf(rows: Rows) {
  return {
    /** Forgets accounts, PINs and what anybody was told. */
    async clear() {
      for (const table of ["payout_accounts", "guard_pins", "guard_former_phones", "messages", "alerts"]) {
        await rows(`delete from ${table}`);
      }
    },
    async statuses(guardId = EMEKA) {
      const found = await rows("select status from payout_accounts where guard_id = $1 order by requested_at, id", [
        guardId,
      ]);
      return found.map(({ status }) => status);
    },
    /** Whom the notices of a purpose went to. */
    async toldOf(purpose: string) {
      const found = await rows("select recipient from messages where purpose = $1 order by 1", [purpose]);
      return found.map(({ recipient }) => recipient);
    },
  };
}

interface Asking {
  guardId?: string;
  inMs?: number;
  by?: Person;
}

export const OPERATIONS: Person = { userId: "usr-ops", role: "operations" };
export const OTHER_OPERATIONS: Person = { userId: "usr-ops-2", role: "operations" };
export const FINANCE: Person = { userId: "usr-fin", role: "finance" };
export const OWNER: Person = { userId: "usr-owner", role: "owner" };

function railOf(paystack: PaystackSimulator) {
  return simulatorClient(paystack.url);
}
