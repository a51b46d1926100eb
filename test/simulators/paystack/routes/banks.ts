import { accountFits, type Bank, banks, testBankCode } from "../banks.ts";
import { failure, invalidParams, missingParams, Refusal, success } from "../envelopes.ts";
import { pageOf } from "../paging.ts";
import type { Call, Route } from "../router.ts";
import type { Simulator } from "../simulator.ts";

const listedAt = "2020-01-01T00:00:00.000Z";

function bankRow(bank: Bank) {
  return {
    id: bank.id,
    name: bank.name,
    slug: bank.slug,
    code: bank.code,
    longcode: "",
    gateway: null,
    pay_with_bank: false,
    supports_transfer: bank.code !== "010100",
    active: true,
    country: bank.country,
    currency: bank.currency,
    type: bank.type,
    is_deleted: false,
    createdAt: listedAt,
    updatedAt: listedAt,
  };
}

/** Without a cursor the whole list comes back, and no meta. */
function list({ sim, query }: Call) {
  const country = query.get("country")?.toLowerCase().replaceAll("-", " ");
  const currency = query.get("currency");
  const type = query.get("type");
  const rows = banks.filter(
    (bank) =>
      (!country || bank.country.toLowerCase() === country) &&
      (!currency || bank.currency === currency) &&
      (!type || bank.type === type),
  );
  if (query.get("use_cursor") !== "true") return success("Banks retrieved", rows.map(bankRow));
  const page = pageOf(
    [...rows].sort((a, b) => b.id - a.id),
    { query, most: sim.settings.banksPerPage },
  );
  return success("Banks retrieved", page.rows.map(bankRow), page.meta);
}

function resolve({ sim, query }: Call) {
  const accountNumber = query.get("account_number") ?? "";
  const bankCode = query.get("bank_code") ?? "";
  if (accountNumber === "") throw missingParams("Account number is required");
  if (bankCode === "") throw missingParams("Bank code is required");
  const answer = (name: string, bankId: number) =>
    success("Account number resolved", {
      account_number: accountNumber,
      account_name: name,
      bank_id: bankId,
    });
  if (bankCode === testBankCode && sim.domain === "test") return answer(`TEST ACCOUNT ${accountNumber}`, 0);
  const bank = banks.find((row) => row.code === bankCode && (row.currency === "NGN" || row.currency === "GHS"));
  if (!bank) throw invalidParams(`Unknown bank code: ${bankCode}`);
  const isTestAccount = bankCode === "057" && accountNumber === "0000000000";
  if (!isTestAccount) countLookup(sim);
  const name = sim.store.accountNames.get(`${bankCode} ${accountNumber}`);
  if (!accountFits(bank.type, accountNumber) || (name === undefined && accountNumber.endsWith(unknownAccountSuffix))) {
    throw failure(
      422,
      "Could not resolve account name. Check parameters or try again.",
      "invalid_bank_code",
      "Ensure that you're passing a valid bank code. Use the List Banks endpoint to get the list of all banks",
    );
  }
  return answer(name ?? inventedName(accountNumber), bank.id);
}

const unknownAccountSuffix = "0404";

/** In test mode the fourth real lookup of a day is turned down. */
function countLookup(sim: Simulator): void {
  const { lookups } = sim.store;
  const cap = sim.settings.resolveDailyCap;
  const day = sim.clock.nowIso().slice(0, 10);
  if (lookups.day !== day) Object.assign(lookups, { day, count: 0 });
  lookups.count += 1;
  if (sim.domain === "live" || cap === null || lookups.count <= cap) return;
  const message = `Test mode daily limit of ${cap} live bank resolves exceeded. Use test bank codes 001 or upgrade to live mode.`;
  throw new Refusal({ status: 429, body: { status: false, message } }, message);
}

const surnames = ["OKAFOR", "MENSAH", "ADEYEMI", "BELLO", "BOATENG", "EZE", "OWUSU", "IBRAHIM", "OSEI", "BALOGUN"];
const givenNames = ["CHIDI", "KOFI", "TUNDE", "AMINA", "KWAME", "NGOZI", "ESI", "MUSA", "ABENA", "FEMI"];

/** A name that belongs to an account number for good. */
function inventedName(accountNumber: string): string {
  const digits = Number(accountNumber.slice(-6));
  const surname = surnames[digits % surnames.length] ?? "OKAFOR";
  const given = givenNames[Math.floor(digits / surnames.length) % givenNames.length] ?? "CHIDI";
  return `${surname} ${given}`;
}

export const bankRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/bank",
    operation: "bank.list",
    open: true,
    answer: list,
  },
  {
    method: "GET",
    path: "/bank/resolve",
    operation: "bank.resolve",
    answer: resolve,
  },
];
