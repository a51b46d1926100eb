import { linkInText } from "./links.ts";
import { html, type Reply } from "./reply.ts";
import type { Store, StoredEmail } from "./store.ts";

/** A stranger's HTML: no scripts, no forms, and links only into a window of their own. */
const bodyPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:";

/** The inbox as people see it: the list, one message, its HTML, and its attachments. */
export function showInbox(store: Store, url: URL): Reply {
  if (url.pathname === "/") {
    const to = url.searchParams.get("to") ?? undefined;
    return html(200, inboxPage(store.list(to), to));
  }
  const [, id = "", part, place] = /^\/emails\/([\w-]+)(?:\/(body|attachments)(?:\/(\d+))?)?$/.exec(url.pathname) ?? [];
  const email = store.find(id);
  if (!email) return html(404, missingPage());
  if (part === "body") return html(200, bodyPage(email), { "content-security-policy": bodyPolicy });
  return part === "attachments" ? attachmentOf(email, Number(place)) : html(200, emailPage(email));
}

function attachmentOf(email: StoredEmail, place: number): Reply {
  const attachment = email.attachments[place];
  if (!attachment) return html(404, missingPage());
  const headers = {
    "content-type": /^[\w.+-]+\/[\w.+-]+$/.exec(attachment.contentType)?.[0] ?? "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox",
  };
  return { status: 200, headers, body: Buffer.from(attachment.content, "base64") };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--ground:#eef2f5;--card:#fff;--ink:#13202b;--soft:#5b6b78;--line:#d5dde4;--go:#0b7a4b}
@media(prefers-color-scheme:dark){:root{--ground:#0d141a;--card:#16202a;--ink:#eaf1f6;--soft:#9fb0bd;--line:#2c3a47;--go:#37c98b}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:760px;margin:0 auto}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;overflow:hidden}
h1{margin:0 0 16px;font-size:24px;line-height:1.25;overflow-wrap:anywhere}
a{color:var(--go)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--go);outline-offset:-3px}
.soft{color:var(--soft);font-size:14px}
.list{list-style:none;margin:0;padding:0}
.list li+li{border-top:1px solid var(--line)}
.row{display:grid;grid-template-columns:1fr auto;gap:0 16px;padding:14px 20px;color:inherit;text-decoration:none}
.row:hover{background:var(--ground)}
.row b,.row span{overflow-wrap:anywhere}
@media(max-width:560px){.row{grid-template-columns:1fr}}
time{font-variant-numeric:tabular-nums;white-space:nowrap}
.empty,header,pre{padding:20px 24px;margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 16px;margin:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
header,details,.files{border-bottom:1px solid var(--line)}
.files{display:flex;flex-wrap:wrap;gap:8px;padding:12px 24px}
.files a{border:1px solid var(--line);border-radius:10px;padding:8px 14px;text-decoration:none}
iframe{display:block;width:100%;height:70vh;border:0;background:#fff}
summary{padding:12px 24px;cursor:pointer}
pre{font:15px/1.6 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
`.trim();

function page(title: string, content: string, head = ""): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">${head}<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${content}</main></body></html>`;
}

function timeOf({ at }: StoredEmail): string {
  return `<time class="soft" datetime="${at}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;
}

/** The list looks again by itself, without a script. */
function inboxPage(emails: readonly StoredEmail[], to?: string): string {
  const rows = emails.map(
    (email) => `<li><a class="row" href="/emails/${email.id}"><b>${escapeHtml(email.subject)}</b>${timeOf(email)}
<span class="soft">${escapeHtml(email.to.join(", "))}</span>${filesCount(email)}</a></li>`,
  );
  const list = rows.length > 0 ? `<ul class="list">${rows.join("")}</ul>` : `<p class="empty soft">Nothing yet.</p>`;
  const scope = to === undefined ? "" : `<p class="soft">For ${escapeHtml(to)} · <a href="/">all messages</a></p>`;
  return page(
    "Inbox",
    `<h1>Inbox</h1>${scope}<div class="card">${list}</div>
<p class="soft">E-mail and SMS that Asante sent from this machine. Nothing leaves it.</p>`,
    `<meta http-equiv="refresh" content="5">`,
  );
}

function filesCount({ attachments }: StoredEmail): string {
  if (attachments.length === 0) return "";
  return `<span class="soft">${attachments.length} attachment${attachments.length > 1 ? "s" : ""}</span>`;
}

function emailPage(email: StoredEmail): string {
  const text = `<pre>${linked(email.text ?? "")}</pre>`;
  const frame = `<iframe title="The message" src="/emails/${email.id}/body" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  const body =
    email.html === null
      ? text
      : `${email.text === null ? "" : `<details><summary>As plain text</summary>${text}</details>`}${frame}`;
  return page(
    email.subject,
    `<p><a href="/">Inbox</a></p><h1>${escapeHtml(email.subject)}</h1><article class="card">
<header><dl><dt>From</dt><dd>${escapeHtml(email.from)}</dd><dt>To</dt><dd>${escapeHtml(email.to.join(", "))}</dd>
<dt>At</dt><dd>${timeOf(email)}</dd></dl></header>${files(email)}${body}</article>`,
  );
}

function files(email: StoredEmail): string {
  if (email.attachments.length === 0) return "";
  const links = email.attachments.map(({ name, content }, place) => {
    const kilobytes = Math.ceil((content.length * 3) / 4 / 1_024);
    return `<a href="/emails/${email.id}/attachments/${place}" download>${escapeHtml(name)} <span class="soft">${kilobytes} kB</span></a>`;
  });
  return `<div class="files">${links.join("")}</div>`;
}

/** The message's own HTML, for a frame that is a sandbox. */
function bodyPage(email: StoredEmail): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank">${email.html ?? ""}`;
}

function missingPage(): string {
  return page("Not here", `<h1>This message is not here</h1><p><a href="/">Inbox</a></p>`);
}

/** Plain text in which addresses can be followed. */
function linked(text: string): string {
  const words = text.split(linkInText).map(escapeHtml);
  const links = text.match(linkInText)?.map(escapeHtml) ?? [];
  return words
    .map(
      (between, i) =>
        between + (links[i] ? `<a href="${links[i]}" target="_blank" rel="noreferrer">${links[i]}</a>` : ""),
    )
    .join("");
}
