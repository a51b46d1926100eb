import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signInAs } from "#test/factories/signed-in.ts";
import { rowsOf } from "#test/setup/books.ts";
import type { Stack } from "#test/setup/stack.ts";
import { startTestStack } from "#test/setup/test-stack.ts";

const HOME = "/admin/org-demo-lagos";
const BANANA = "site-demo-banana-island";
const ADA = {
  firstName: "Ada",
  lastName: "Obi",
  employeeId: "E-1",
  badgeNumber: "",
  phone: "0803 123 4567",
  language: "en",
  siteId: BANANA,
  shownAs: "name",
};

let stack: Stack;
let operations: SignedIn;
let auditor: SignedIn;

beforeAll(async () => {
  stack = await startTestStack();
  operations = await signInAs(stack, { organisationId: "org-demo-lagos", role: "operations" });
  auditor = await signInAs(stack, { organisationId: "org-demo-lagos", role: "auditor" });
});
afterAll(() => stack?.stop());

const rows = (text: string, values: unknown[] = []) => rowsOf(stack.database.ownerUrl, text, values);
const text = async (answer: Promise<Response>) => (await answer).text();
const pageOf = async (path: string, who = operations) => {
  const answer = await who.get(HOME + path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};
const led = (answer: Response) => [answer.status, answer.headers.get("location")];

describe("the pages of guards and sites", () => {
  test("open for who may only look, without what they may not do", async () => {
    const paths = [
      "/guards",
      "/guards/guard-demo-emeka",
      "/guards/guard-demo-emeka/tips",
      "/guards/guard-demo-emeka/codes",
    ];
    for (const path of [...paths, "/guards/guard-demo-emeka/audit", "/sites", `/sites/${BANANA}`]) {
      expect(await pageOf(path, auditor)).not.toContain('method="post" action="/admin/org-demo-lagos');
    }
    for (const path of ["/guards/new", "/guards/import", "/guards/guard-demo-emeka/edit"]) {
      expect((await auditor.get(HOME + path)).status).toBe(403);
    }
  });

  test("are not found for a guard or a site of another organisation, nor for what is no id", async () => {
    for (const path of [
      "/guards/guard-demo-wanjiru",
      "/sites/site-demo-westlands",
      "/guards/%F0%9F%98%80",
      "/guards/%00",
      "/guards/import/imp-1",
    ]) {
      expect([path, (await operations.get(HOME + path)).status]).toEqual([path, 404]);
    }
  });

  test("take any address rather than fail", async () => {
    for (const path of [
      "/guards?after=%00&sort=-x&site=%00&q=%00%25",
      "/sites?before=x&status=y&q=_",
      "/search?q=%00",
    ]) {
      expect([path, (await operations.get(HOME + path)).status]).toEqual([path, 200]);
    }
  });
});

describe("a guard, from the form to the last code", () => {
  let guardId = "";

  test("is shown by what the organisation chose for new ones, until somebody chooses otherwise", async () => {
    const chosen = async () =>
      /<option value="(\w+)" selected="">/.exec((await pageOf("/guards/new")).split('name="shownAs"')[1] ?? "")?.[1];
    expect(await chosen()).toBe("name");
    await rows(`insert into organisation_settings (organisation_id, key, value, updated_at)
      values ('org-demo-lagos', 'guards.shown_as', '"initials"', now())`);
    expect(await chosen()).toBe("initials");
  });

  test("is refused in words beside the field, and keeps what was typed", async () => {
    const answer = await operations.post(`${HOME}/guards/new`, { ...ADA, employeeId: "EMEKA" });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain("Another guard has this employee id.");
    expect(page).toContain('value="Obi"');
    expect(await text(operations.post(`${HOME}/guards/new`, { ...ADA, phone: "12" }))).toContain("not a mobile number");
    expect(await text(operations.post(`${HOME}/guards/new`, { ...ADA, firstName: "" }))).toContain(
      "Give the first name.",
    );
  });

  test("is added with a code at once, and an upload that is no photo keeps nobody out", async () => {
    const photo = new Blob(["not a picture"], { type: "image/jpeg" });
    const answer = await operations.post(`${HOME}/guards/new`, { ...ADA, photo });
    const [added] = await rows(
      "select g.id, c.serial from guards g join qr_codes c on c.guard_id = g.id where employee_id = 'E-1'",
    );
    guardId = String(added?.["id"]);
    expect(led(answer)).toEqual([302, `${HOME}/guards/${guardId}/edit`]);
    const page = await pageOf(`/guards/${guardId}`);
    expect(page).toContain(String(added?.["serial"]));
    expect(page).toContain("₦0");
  });

  test("is changed, suspended and reinstated", async () => {
    const edit = `${HOME}/guards/${guardId}/edit`;
    expect(led(await operations.post(edit, { ...ADA, lastName: "Eze", intent: "details" }))).toEqual([
      302,
      `${HOME}/guards/${guardId}`,
    ]);
    const status = `${HOME}/guards/${guardId}?index`;
    await operations.post(status, { intent: "suspend" });
    expect(await pageOf(`/guards/${guardId}`)).toContain("Suspended");
    await operations.post(status, { intent: "reinstate" });
    expect(await rows("select status, display_name from guards where id = $1", [guardId])).toEqual([
      { status: "active", display_name: "Ada E." },
    ]);
    expect((await operations.post(status, { intent: "explode" })).status).toBe(400);
    expect((await auditor.post(status, { intent: "suspend" })).status).toBe(403);
    expect((await operations.post(`${HOME}/guards/guard-demo-wanjiru?index`, { intent: "suspend" })).status).toBe(404);
  });

  test("gets a new code in place of the old one, whose page then says so", async () => {
    const [old] = await rows("select id, token from qr_codes where guard_id = $1", [guardId]);
    const codes = `${HOME}/guards/${guardId}/codes`;
    expect(led(await operations.post(codes, { replaces: String(old?.["id"]) }))).toEqual([302, codes]);
    expect(
      (await rows("select status from qr_codes where guard_id = $1 order by version", [guardId])).map(
        (row) => row["status"],
      ),
    ).toEqual(["revoked", "active"]);
    expect((await fetch(`${stack.url}/g/${old?.["token"]}`)).status).toBe(410);
  });

  test("is printed, mailed and moved with others who are ticked in the list, and moved back by one form", async () => {
    const list = `${HOME}/guards?index&q=a`;
    const ids = [guardId, "guard-demo-musa"];
    const picked = `?guard=${encodeURIComponent(ids.join())}`;
    expect(led(await operations.post(list, { intent: "print", id: ids }))).toEqual([302, `${HOME}/prints${picked}`]);
    expect(await pageOf(`/prints${picked}`)).toContain("2 guards whom you ticked");
    expect(led(await operations.post(list, { intent: "email", id: ids }))).toEqual([
      ...[302, `${HOME}/prints/email${picked}`],
    ]);
    expect(await pageOf(`/prints/email${picked}`)).toContain("2 guards");
    const sites = async () =>
      (await rows("select distinct site_id from guards where id = any($1) order by 1", [ids])).map(
        (row) => row["site_id"],
      );
    const [from] = await sites();
    const moved = await operations.post(list, { intent: "move", to: "site-demo-ikeja-mall", id: ids });
    expect(led(moved)).toEqual([302, `${HOME}/guards?q=a`]);
    expect(await sites()).toEqual(["site-demo-ikeja-mall"]);
    await operations.post(list, { intent: "move", to: String(from), id: ids.join() });
    expect(await sites()).toEqual([from]);
    expect((await auditor.post(list, { intent: "move", to: String(from), id: ids })).status).toBe(403);
  });

  test("leaves with others only after one more question", async () => {
    const ids = [guardId, "guard-demo-musa"];
    const question = await operations.post(`${HOME}/guards?index`, { intent: "leave", id: ids });
    expect(await question.text()).toContain("Mark these 2 guards as left?");
    expect(await rows("select from guards where status = 'left'")).toHaveLength(0);
    const answer = await operations.post(`${HOME}/guards?index`, { intent: "leave", id: ids.join(), confirmed: "yes" });
    expect(answer.status).toBe(302);
    expect(await rows("select from guards where status = 'left'")).toHaveLength(2);
    expect(await rows("select from qr_codes where guard_id = $1 and status = 'active'", [guardId])).toHaveLength(0);
    expect(await pageOf(`/guards/${guardId}`)).toContain("This guard has left");
  });
});

describe("guards by the file", () => {
  const csv = (lines: string) => new Blob([`Employee id,First name,Last name,Site\n${lines}`], { type: "text/csv" });

  test("are imported after a look, with their codes, and nothing while a row is wrong", async () => {
    const wrong = await operations.post(`${HOME}/guards/import?index`, { file: csv("I1,Ife,Ojo,Nowhere") });
    const page = await text(operations.get(wrong.headers.get("location") ?? ""));
    expect(page).toContain("There is no open site of this name.");
    expect(await pageOf(`${(wrong.headers.get("location") ?? "").slice(HOME.length)}/errors.csv`)).toContain(
      "I1,Site,Nowhere",
    );

    const file = csv("I1,Ife,Ojo,Lekki Gate\nI2,Ayo,Ade,lekki gate");
    const upload = await operations.post(`${HOME}/guards/import?index`, { file, createMissingSites: "on" });
    const preview = upload.headers.get("location") ?? "";
    expect(await text(operations.get(preview))).toContain("Everything is in order");
    expect(led(await operations.post(preview, { intent: "apply" }))).toEqual([302, preview]);
    expect(await text(operations.get(preview))).toContain("Every active guard has a code.");
    const made =
      "select c.status from guards g join qr_codes c on c.guard_id = g.id where g.employee_id in ('I1', 'I2')";
    expect(await rows(made)).toEqual([{ status: "active" }, { status: "active" }]);
  });

  test("of another kind are refused in words", async () => {
    const answer = await operations.post(`${HOME}/guards/import?index`, { file: new Blob(["PK\u0003\u0004"]) });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("This is a workbook.");
    expect((await operations.post(`${HOME}/guards/import?index`, {})).status).toBe(400);
  });

  test("are exported as they are narrowed, and the file is taken back as nothing new", async () => {
    const file = await operations.get(`${HOME}/guards.csv?status=active`);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="guards-org-demo-lagos-/);
    const exported = await file.text();
    expect(exported).toContain("EMEKA,Emeka,Okafor");
    expect(exported).not.toContain("TUNDE");
    const upload = await operations.post(`${HOME}/guards/import?index`, { file: new Blob([exported]) });
    expect(await text(operations.get(upload.headers.get("location") ?? ""))).toContain("Nothing would change");
    expect((await pageOf("/guards/import/template.csv")).split("\r\n")[0]).toContain("Employee id,First name");
  });
});

describe("sites and the search", () => {
  test("add, rename and close a site, and refuse what cannot be", async () => {
    const site = { name: "North Gate", kind: "gate", address: "" };
    expect(led(await operations.post(`${HOME}/sites?index`, site))).toEqual([302, `${HOME}/sites`]);
    expect(await text(operations.post(`${HOME}/sites?index`, site))).toContain("Another open site has this name.");
    const [made] = await rows("select id from sites where name = 'North Gate'");
    const page = `${HOME}/sites/${made?.["id"]}`;
    expect(led(await operations.post(page, { ...site, name: "South Gate", intent: "details" }))).toEqual([
      302,
      `${HOME}/sites`,
    ]);
    expect(led(await operations.post(`${HOME}/sites/${BANANA}`, { intent: "close" }))).toEqual([
      302,
      `${HOME}/sites/${BANANA}`,
    ]);
    expect(led(await operations.post(page, { intent: "close" }))).toEqual([302, `${HOME}/sites`]);
    expect(await pageOf("/sites?status=closed")).toContain("South Gate");
  });

  test("find guards, codes and sites of the organisation by a few words", async () => {
    const found = await operations.get(`${HOME}/search?q=emeka`);
    expect(await found.json()).toEqual({
      results: [
        {
          id: "guard-demo-emeka",
          label: "Emeka Okafor",
          detail: "Banana Island Gate 2 · EMEKA",
          to: `${HOME}/guards/guard-demo-emeka`,
        },
        {
          id: expect.any(String),
          label: "DEMO-EMEKA",
          detail: "Code of Emeka Okafor",
          to: `${HOME}/guards/guard-demo-emeka/codes`,
        },
      ],
    });
    expect(await (await operations.get(`${HOME}/search?q=wanjiru`)).json()).toEqual({ results: [] });
  });
});
