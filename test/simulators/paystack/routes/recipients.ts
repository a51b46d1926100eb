import { accountFits, findBank, testBankCode } from "../banks.ts";
import { invalidParams, missingParams, notFound, Refusal, success } from "../envelopes.ts";
import { asRecord, type Fields, listField, textField } from "../fields.ts";
import { randomCode } from "../ids.ts";
import { pageOf, withinDates } from "../paging.ts";
import type { Recipient } from "../records.ts";
import type { Call, Route } from "../router.ts";
import type { Simulator } from "../simulator.ts";
import { accountKey, addRecipient, nextId } from "../store.ts";
import { recipientData } from "../views/recipient.ts";

/** Currencies of each type; the first is the default. */
const typeCurrencies: Readonly<Record<string, readonly string[]>> = {
  nuban: ["NGN"],
  ghipss: ["GHS"],
  mobile_money: ["GHS", "KES"],
  mobile_money_business: ["KES"],
  kepss: ["KES", "USD"],
  basa: ["ZAR"],
  authorization: ["NGN", "GHS", "KES", "ZAR", "USD"],
};

type Account = Pick<Recipient, "accountNumber" | "bankCode" | "bankName" | "authorizationCode">;

function readAccount(sim: Simulator, fields: Fields, type: string, currency: string): Account {
  if (type === "authorization") {
    const authorizationCode = textField(fields, "authorization_code");
    const known = sim.store.transactionList.some((row) => row.authorizationCode === authorizationCode);
    if (!authorizationCode || !known) throw invalidParams("Account details not found for this authorization");
    return {
      accountNumber: null,
      bankCode: null,
      bankName: null,
      authorizationCode,
    };
  }
  const accountNumber = textField(fields, "account_number");
  const bankCode = textField(fields, "bank_code");
  if (accountNumber === null) throw missingParams("Account number is required");
  if (bankCode === null) throw missingParams("Bank code is required");
  const bank = findBank(type, currency, bankCode);
  const isTestBank = bankCode === testBankCode && sim.domain === "test";
  if (!bank && !isTestBank) throw invalidParams("Bank code is invalid");
  if (!accountFits(type, accountNumber)) throw invalidParams("Account details are invalid");
  return {
    accountNumber,
    bankCode,
    bankName: bank?.name ?? "Test Bank",
    authorizationCode: null,
  };
}

/** One recipient exists per type, bank and account: posting it again gives the existing one. */
function saveRecipient(sim: Simulator, fields: Fields): Recipient {
  const type = textField(fields, "type") ?? "";
  const currencies = typeCurrencies[type];
  if (!currencies) throw invalidParams("Recipient type is invalid");
  const name = textField(fields, "name");
  if (name === null) throw missingParams('"name" is not allowed to be empty');
  const currency = textField(fields, "currency")?.toUpperCase() ?? currencies[0] ?? "NGN";
  if (!currencies.includes(currency)) throw invalidParams("Currency not supported by merchant");
  const account = readAccount(sim, fields, type, currency);
  const key = accountKey(type, account.bankCode, account.accountNumber ?? account.authorizationCode);
  const existing = sim.store.recipientsByAccount.get(key);
  sim.changed();
  if (existing) {
    existing.deleted = false;
    return existing;
  }
  const now = sim.clock.nowIso();
  const recipient: Recipient = {
    id: nextId(sim.store),
    code: `RCP_${randomCode(16)}`,
    type,
    name,
    currency,
    description: textField(fields, "description"),
    email: textField(fields, "email"),
    metadata: asRecord(fields["metadata"]),
    ...account,
    deleted: false,
    createdAt: now,
    updatedAt: now,
  };
  addRecipient(sim.store, recipient);
  return recipient;
}

function create({ sim, fields }: Call) {
  const recipient = saveRecipient(sim, fields);
  return success("Transfer recipient created successfully", recipientData(sim, recipient), undefined, 201);
}

function createBatch({ sim, fields }: Call) {
  const saved: object[] = [];
  const errors: object[] = [];
  for (const item of listField(fields, "batch") ?? []) {
    try {
      const { is_deleted: _wireSpelling, ...row } = recipientData(sim, saveRecipient(sim, asRecord(item) ?? {}));
      saved.push(row);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors.push({ ...asRecord(item), message: error.message });
    }
  }
  return success("Recipients added successfully", { success: saved, errors });
}

function requireRecipient({ sim, id }: Call): Recipient {
  const recipient = sim.store.recipients.get(id) ?? sim.store.recipientsById.get(Number(id));
  if (!recipient) throw notFound("Recipient not found");
  return recipient;
}

function list({ sim, query }: Call) {
  const inDates = withinDates(query);
  const rows = [...sim.store.recipients.values()].filter((row) => !row.deleted && inDates(row.createdAt)).reverse();
  const page = pageOf(rows, { query });
  const data = page.rows.map((row) => recipientData(sim, row));
  return success("Recipients retrieved", data, page.meta);
}

function fetchOne(call: Call) {
  return success("Recipient retrieved", recipientData(call.sim, requireRecipient(call)));
}

function update(call: Call) {
  const recipient = requireRecipient(call);
  recipient.name = textField(call.fields, "name") ?? recipient.name;
  recipient.email = textField(call.fields, "email") ?? recipient.email;
  recipient.updatedAt = call.sim.clock.nowIso();
  call.sim.changed();
  return success("Recipient updated", recipientData(call.sim, recipient));
}

function remove(call: Call) {
  requireRecipient(call).deleted = true;
  call.sim.changed();
  return success("Transfer recipient set as inactive");
}

export const recipientRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/transferrecipient",
    operation: "recipient.create",
    answer: create,
  },
  {
    method: "POST",
    path: "/transferrecipient/bulk",
    operation: "recipient.bulk",
    answer: createBatch,
  },
  {
    method: "GET",
    path: "/transferrecipient",
    operation: "recipient.list",
    answer: list,
  },
  {
    method: "GET",
    path: "/transferrecipient/:id",
    operation: "recipient.fetch",
    answer: fetchOne,
  },
  {
    method: "PUT",
    path: "/transferrecipient/:id",
    operation: "recipient.update",
    answer: update,
  },
  {
    method: "DELETE",
    path: "/transferrecipient/:id",
    operation: "recipient.delete",
    answer: remove,
  },
];
