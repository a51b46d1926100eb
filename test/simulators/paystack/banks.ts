/** Banks and wallets as GET /bank lists them: those whose codes are known (reference §4.1). */
export interface Bank {
  id: number;
  name: string;
  slug: string;
  code: string;
  country: "Nigeria" | "Ghana" | "Kenya" | "South Africa";
  currency: string;
  type: string;
}

type Row = readonly [code: string, name: string, type?: string, id?: number, slug?: string];

const countries: readonly (Pick<Bank, "country" | "currency" | "type"> & {
  rows: readonly Row[];
})[] = [
  {
    country: "Nigeria",
    currency: "NGN",
    type: "nuban",
    rows: [
      ["044", "Access Bank"],
      ["063", "Access Bank (Diamond)"],
      ["070", "Fidelity Bank"],
      ["011", "First Bank of Nigeria"],
      ["214", "First City Monument Bank"],
      ["058", "Guaranty Trust Bank", "nuban", 9],
      ["057", "Zenith Bank", "nuban", 21],
      ["033", "United Bank For Africa", "nuban", 18],
      ["032", "Union Bank of Nigeria"],
      ["035", "Wema Bank"],
      ["035A", "ALAT by WEMA"],
      ["232", "Sterling Bank"],
      ["221", "Stanbic IBTC Bank"],
      ["215", "Unity Bank"],
      ["082", "Keystone Bank"],
      ["076", "Polaris Bank"],
      ["101", "Providus Bank"],
      ["50211", "Kuda Bank"],
      ["50515", "Moniepoint MFB"],
      ["999992", "OPay Digital Services Limited (OPay)", "nuban", 171, "paycom"],
      ["120001", "9mobile 9Payment Service Bank"],
      ["120004", "Airtel Smartcash PSB"],
      ["566", "VFD Microfinance Bank Limited"],
    ],
  },
  {
    country: "Ghana",
    currency: "GHS",
    type: "ghipss",
    rows: [
      ["MTN", "MTN", "mobile_money", 28],
      ["VOD", "Telecel", "mobile_money", 66],
      ["ATL", "AT Money", "mobile_money", 29],
      ["030100", "Absa Bank Ghana Ltd"],
      ["280100", "Access Bank"],
      ["130100", "Ecobank Ghana Limited"],
      ["240100", "Fidelity Bank Ghana Limited"],
      ["040100", "GCB Bank Limited"],
      ["190100", "Stanbic Bank Ghana Limited"],
      ["020100", "Standard Chartered Bank Ghana Limited"],
      ["120100", "Zenith Bank Ghana"],
      ["060100", "United Bank for Africa Ghana Limited"],
      ["230100", "Guaranty Trust Bank (Ghana) Limited"],
      ["010100", "Bank of Ghana"],
    ],
  },
  {
    country: "Kenya",
    currency: "KES",
    type: "kepss",
    rows: [
      ["MPESA", "M-PESA", "mobile_money"],
      ["MPTILL", "M-PESA Till", "mobile_money_business"],
      ["MPPAYBILL", "M-PESA Paybill", "mobile_money_business"],
      ["01", "Bank 01"],
      ["68", "Bank 68"],
    ],
  },
  {
    country: "South Africa",
    currency: "ZAR",
    type: "basa",
    rows: [
      ["632005", "Absa Bank Limited, South Africa"],
      ["470010", "Capitec Bank Limited"],
      ["250655", "First National Bank"],
      ["198765", "Nedbank"],
      ["051001", "Standard Bank South Africa"],
      ["678910", "TymeBank"],
      ["580105", "Investec Bank Ltd"],
    ],
  },
];

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

const firstGeneratedId = 1_001;

export const banks: readonly Bank[] = countries.flatMap(({ country, currency, type: usualType, rows }, group) =>
  rows.map((row, index) => {
    const [code, name, type = usualType, id = firstGeneratedId + group * 100 + index, slug = slugOf(name)] = row;
    return { id, name, slug, code, country, currency, type };
  }),
);

/** The test bank answers every lookup without a cap; it is not in the list. */
export const testBankCode = "001";

/** The bank that a recipient of this type names, or null. */
export function findBank(type: string, currency: string, code: string): Bank | null {
  return banks.find((bank) => bank.code === code && bank.currency === currency && bank.type === type) ?? null;
}

const accountShapes: Readonly<Record<string, RegExp>> = {
  nuban: /^\d{10}$/,
  ghipss: /^\d{7,16}$/,
  basa: /^\d{9,12}$/,
  kepss: /^\d{9,16}$/,
  mobile_money: /^\d{10}$/,
  mobile_money_business: /^\d{6,7}$/,
};

export function accountFits(type: string, accountNumber: string): boolean {
  return accountShapes[type]?.test(accountNumber) ?? false;
}
