import { type Import, type Law, type Source, type Violation, violation } from "./source.ts";

/** The rooms of house.md §1, most particular first: the first pattern that fits names a file's room. */
const ROOMS = [
  ["core", /^app\/core\//],
  ["messages", /^app\/messages[/.]/],
  ["styles", /^app\/styles\//],
  ["components", /^app\/components\//],
  ["ports", /^app\/domain\/(?:[a-z]+-)?ports\.ts$/],
  ["domain", /^app\/domain\//],
  ["rails", /^app\/rails\//],
  ["channels", /^app\/channels\//],
  ["routes", /^app\/routes\//],
  ["shell", /^app\/[^/]+$/],
  ["workers", /^workers\//],
  ["schema", /^db\/(?:schema\/|columns\.ts$)/],
  ["local", /^db\/local\//],
  ["seed", /^db\/seed[/.]/],
  ["db", /^db\//],
  ["test", /^test\//],
  ["config", /^[^/]+$/],
] as const;

export type Room = (typeof ROOMS)[number][0];

/** What each room may import besides itself; test may import anything. */
const MAY_IMPORT: Record<Exclude<Room, "test">, readonly Room[]> = {
  core: [],
  messages: ["core"],
  styles: ["core"],
  components: ["core", "messages", "styles"],
  schema: ["core"],
  ports: ["core", "schema"],
  domain: ["core", "schema", "ports"],
  rails: ["core", "ports"],
  channels: ["core", "ports"],
  routes: ["core", "messages", "styles", "components", "domain", "shell"],
  shell: ["core", "messages", "styles", "components", "domain"],
  workers: [
    ...([
      "core",
      "messages",
      "styles",
      "components",
      "domain",
      "ports",
      "rails",
      "channels",
      "routes",
      "shell",
    ] as const),
    ...(["schema", "db"] as const),
  ],
  db: ["core", "schema", "local", "seed"],
  local: ["core", "schema", "db", "seed"],
  seed: ["core", "schema", "db", "local", "domain", "ports"],
  config: ["core", "schema", "db", "local"],
};

const CORE_FILES = new Set(["assert", "currency", "errors", "ids", "money", "time"]);
const NOT_FOR_DOMAIN = /^(?:@remix-run\/|react(?:-dom)?(?:\/|$)|hono(?:\/|$)|@hono\/|cloudflare:|@neondatabase\/|pg$)/;
const MAY_OPEN_DATABASE = /^(?:workers\/context\.ts$|db\/|test\/)/;

export function roomOf(path: string): Room | undefined {
  return ROOMS.find(([, pattern]) => pattern.test(path))?.[0];
}

/** house.md §2, rules 1 and 2. */
export const importsPointOneWay: Law = (tree) =>
  eachImport(tree.sources, (source, { target, specifier }) => {
    const from = roomOf(source.path);
    const to = target === undefined ? undefined : roomOf(target);
    if (from === undefined || to === undefined || from === "test" || from === to) return [];
    if (MAY_IMPORT[from].includes(to)) return [];
    return [
      `${from} imports ${to} (${specifier})`,
      `${from} may import only ${MAY_IMPORT[from].join(", ") || "itself"}`,
    ];
  });

export const everyFileHasARoom: Law = (tree) =>
  tree.sources
    .filter((source) => roomOf(source.path) === undefined)
    .map(({ path }) => ({
      path,
      line: 1,
      what: "stands in no room of the house",
      instead: "move it into a room of house.md §1",
    }));

export const aliasesBetweenRooms: Law = (tree) =>
  eachImport(tree.sources, (source, { specifier, target }) => {
    const leaves = specifier.startsWith(".") && target?.split("/")[0] !== source.path.split("/")[0];
    if (!leaves || roomOf(source.path) === "config") return [];
    return [`reaches another room by a relative path (${specifier})`, `write #${target}`];
  });

/** Time, money and ids are pure and browser-safe: no package, no runtime, and no seventh file by accident. */
export const coreIsClosedAndPure: Law = (tree) => {
  const core = tree.sources.filter((source) => roomOf(source.path) === "core");
  const extra = core
    .filter(({ path }) => !CORE_FILES.has(path.slice("app/core/".length).replace(/\.ts$/, "")))
    .map(({ path }) => ({
      path,
      line: 1,
      what: "is not on core's closed list",
      instead: `core is ${[...CORE_FILES].join(", ")}; put this with the noun that needs it`,
    }));
  const impure = eachImport(core, (_, { specifier, target }) =>
    target === undefined ? [`core imports the package ${specifier}`, "core is plain TypeScript"] : [],
  );
  return [...extra, ...impure];
};

export const domainKnowsNoFramework: Law = (tree) =>
  eachImport(tree.sources, (source, { specifier }) => {
    const room = roomOf(source.path);
    if ((room !== "domain" && room !== "ports") || !NOT_FOR_DOMAIN.test(specifier)) return [];
    return [`the domain imports ${specifier}`, "take it from Ctx, or move this into routes or workers"];
  });

export const databaseIsOpenedInOnePlace: Law = (tree) =>
  eachImport(tree.sources, (source, { target, typeOnly }) => {
    if (target !== "db/client.ts" || typeOnly || MAY_OPEN_DATABASE.test(source.path)) return [];
    return ["opens the database", "use ctx.db; only workers/context.ts connects"];
  });

/** Runs over every import; a finding is `[what is wrong, what to do instead]`. */
export function eachImport(
  sources: readonly Source[],
  judge: (source: Source, imported: Import) => [what: string, instead: string] | [],
): Violation[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const [what, instead] = judge(source, imported);
      return what === undefined || instead === undefined ? [] : [violation(source, imported.node, what, instead)];
    }),
  );
}
