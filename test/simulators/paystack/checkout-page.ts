/** The hosted checkout as plain HTML forms: works without any script. */
export interface CheckoutView {
  payTo: string;
  currency: string;
  amount: number;
  channels: readonly string[];
  declined: boolean;
  back: string | null;
}

const symbols: Readonly<Record<string, string>> = {
  NGN: "₦",
  GHS: "GH₵",
  KES: "KSh ",
  ZAR: "R",
  USD: "$",
};

const channelNames: Readonly<Record<string, string>> = {
  card: "Card",
  bank: "Bank",
  ussd: "USSD",
  qr: "QR",
  mobile_money: "Mobile money",
  bank_transfer: "Bank transfer",
  apple_pay: "Apple Pay",
  eft: "EFT",
  capitec_pay: "Capitec Pay",
  payattitude: "PayAttitude",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An amount as a payer reads it: "₦1,000.50", "F CFA" after the number. */
function moneyText(currency: string, amount: number): string {
  const cents = amount % 100;
  const whole = String((amount - cents) / 100).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = cents === 0 ? whole : `${whole}.${String(cents).padStart(2, "0")}`;
  return currency === "XOF" ? `${text} F CFA` : `${symbols[currency] ?? `${currency} `}${text}`;
}

const style = `
:root{color-scheme:light dark;--ground:#eef2f5;--card:#fff;--ink:#13202b;--soft:#5b6b78;--line:#d5dde4;--go:#0b7a4b;--goInk:#fff;--no:#b3261e;--noGround:#fdecea}
@media(prefers-color-scheme:dark){:root{--ground:#0d141a;--card:#16202a;--ink:#eaf1f6;--soft:#9fb0bd;--line:#2c3a47;--go:#37c98b;--goInk:#04150d;--no:#ff9c94;--noGround:#3a1a18}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:400px;background:var(--card);border:1px solid var(--line);border-radius:16px;overflow:hidden}
header,section,footer{padding:20px 24px}
header{border-bottom:1px solid var(--line)}
h1{margin:0;font-size:20px;line-height:1.3}
p{margin:4px 0 0}
.soft,footer{color:var(--soft);font-size:14px}
.to{overflow-wrap:anywhere}
.sum{font-size:36px;line-height:1.15;font-weight:700;font-variant-numeric:tabular-nums;margin-top:8px}
.bad{background:var(--noGround);color:var(--no);border-radius:10px;padding:10px 14px;margin:0 0 16px}
form{display:grid;gap:12px}
label{display:grid;gap:4px;font-size:14px;color:var(--soft)}
button,select,.back{width:100%;min-height:48px;border-radius:10px;border:1px solid var(--line);background:transparent;color:var(--ink);font:inherit;padding:0 14px}
select{background:var(--card)}
button{cursor:pointer}
button.go{background:var(--go);border-color:var(--go);color:var(--goInk);font-weight:650;min-height:52px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.back{display:grid;place-items:center;text-decoration:none;margin-top:12px}
button:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid var(--go);outline-offset:2px}
footer{border-top:1px solid var(--line);padding:12px 24px}
`.trim();

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${content}<footer>Paystack simulator. No real money moves here.</footer></main></body></html>`;
}

function backLink(url: string | null): string {
  return url === null ? "" : `<a class="back" href="${escapeHtml(url)}">Back to merchant</a>`;
}

function channelChoice(channels: readonly string[]): string {
  const [only] = channels;
  if (channels.length === 1 && only) return `<input type="hidden" name="channel" value="${escapeHtml(only)}">`;
  const options = channels.map(
    (channel) => `<option value="${escapeHtml(channel)}">${escapeHtml(channelNames[channel] ?? channel)}</option>`,
  );
  return `<label>Pay with<select name="channel">${options.join("")}</select></label>`;
}

export function checkoutPage(view: CheckoutView): string {
  const sum = moneyText(view.currency, view.amount);
  const trouble = view.declined
    ? `<p class="bad" role="alert">Declined. Nothing was charged. You can try again.</p>`
    : "";
  return page(
    `Pay ${sum}`,
    `<header><h1 class="sum">${escapeHtml(sum)}</h1><p class="soft to">${escapeHtml(view.payTo)}</p></header>
<section>${trouble}<form method="post">${channelChoice(view.channels)}
<button class="go" name="action" value="pay">${view.declined ? "Try again: pay" : "Pay"} ${escapeHtml(sum)}</button>
<button name="action" value="decline">Let the bank decline</button>
<div class="two"><button name="action" value="cancel">Cancel</button><button name="action" value="close">Close</button></div>
</form>${view.declined ? backLink(view.back) : ""}</section>`,
  );
}

export function messagePage(view: { title: string; text: string; back: string | null }): string {
  return page(
    view.title,
    `<section><h1>${escapeHtml(view.title)}</h1><p class="soft">${escapeHtml(view.text)}</p>${backLink(view.back)}</section>`,
  );
}
