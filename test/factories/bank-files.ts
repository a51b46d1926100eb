import { Miniflare } from "miniflare";
import { systemRandomness } from "#app/core/ids.ts";
import type { Ctx } from "#app/domain/context.ts";
import { sealNumber } from "#app/domain/guards/payout-accounts/seal.ts";
import type { Role } from "#app/domain/permissions.ts";
import { dataKey } from "#test/setup/demo.ts";
import { openPayoutWorld } from "./payout-world.ts";
import type { Payee, PayeeOptions } from "./payouts.ts";
import { staffWorkerContext } from "./worker-context.ts";

/** A world of payouts with object storage, whose accounts can be opened, as files for a bank need them. */
export async function openBankFileWorld() {
  const world = await openPayoutWorld();
  const miniflare = new Miniflare({ modules: true, script: "export default {}", r2Buckets: ["FILES"], cf: false });
  const files = (await miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
  const as = (userId = "usr-maker", role: Role = "finance", organisationId = "org-demo-lagos"): Ctx => {
    const { database, errors } = world;
    const staff = { organisationId, role, userId, secondFactorAt: world.now() };
    return staffWorkerContext({ database, bridgeUrl: database.bridgeUrl, at: world.now(), files, errors }, staff);
  };
  return {
    ...world,
    files,
    as,
    /** A payee whose account number is sealed as it is in earnest; the number begins with zeros. */
    async addPayee(options: PayeeOptions & { holderName?: string } = {}): Promise<Payee & { number: string }> {
      const payee = await world.addPayee(options);
      const number = `00${payee.guardId.replaceAll(/\D/g, "").slice(-8).padStart(8, "4")}`;
      await sealAccount(world.owner, payee.accountId, { number, holderName: options.holderName ?? "Pay Ee" });
      return { ...payee, number };
    },
    /** The text of a file in storage; null when it is not there. */
    async fileOf(fileId: string): Promise<string | null> {
      const { objects } = await files.list({ prefix: "bank-files/" });
      const key = objects
        .map((object) => object.key)
        .find((one) => one.includes(`/${fileId}/`) && one.endsWith(".csv"));
      const object = key === undefined ? null : await files.get(key);
      return object ? object.text() : null;
    },
    async close(): Promise<void> {
      await world.close();
      await miniflare.dispose();
    },
  };
}

export type BankFileWorld = Awaited<ReturnType<typeof openBankFileWorld>>;

/** What a bank answers, a row a line. */
export function resultsCsv(rows: readonly (readonly string[])[]): Uint8Array {
  const header = ["Our Reference", "AMOUNT", "Transaction status", "Bank ref", "Remarks", "Charges"];
  return new TextEncoder().encode(
    [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n"),
  );
}

export async function sealAccount(
  owner: BankFileWorldOwner,
  accountId: string,
  { number, holderName }: { number: string; holderName: string },
): Promise<void> {
  const { rows } = await owner.query("update payout_accounts set holder_name = $2 where id = $1 returning *", [
    accountId,
    holderName,
  ]);
  const row = rows[0] as Record<string, string>;
  const place = {
    id: accountId,
    organisationId: String(row["organisation_id"]),
    guardId: String(row["guard_id"]),
    rail: String(row["rail"]),
    kind: String(row["kind"]),
    destinationCode: String(row["destination_code"]),
    currency: String(row["currency"]),
    holderName,
    nameCheck: String(row["name_check"]),
  };
  const sealed = await sealNumber(place, number, { keys: [dataKey], randomness: systemRandomness });
  await owner.query(
    "update payout_accounts set number_sealed = $2, number_end = $3, number_fingerprints = $4 where id = $1",
    [accountId, sealed.sealed, sealed.end, sealed.fingerprints],
  );
}

type BankFileWorldOwner = Awaited<ReturnType<typeof openPayoutWorld>>["owner"];
