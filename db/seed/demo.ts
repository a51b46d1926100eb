/** The demo organisations: invented people, real rules. Ids are fixed so that every stack has the same ones. */
export interface DemoGuard {
  key: string;
  firstName: string;
  lastName: string;
  displayName: string;
  badgeNumber: string | null;
  status: "active" | "suspended";
}

export interface DemoOrganisation {
  key: string;
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  policy: {
    presetsMinor: bigint[];
    minimumMinor: bigint;
    maximumMinor: bigint;
    platformFeeBps: number;
    railFeeBearer: "guard" | "organisation";
  };
  sites: { key: string; name: string; guards: DemoGuard[] }[];
}

const guard = (
  key: string,
  [firstName, lastName]: [string, string],
  displayName: string,
  badgeNumber: string | null,
  status: DemoGuard["status"] = "active",
): DemoGuard => ({ key, firstName, lastName, displayName, badgeNumber, status });

export const DEMO: readonly DemoOrganisation[] = [
  {
    key: "lagos",
    name: "Palmgate Security",
    country: "NG",
    currency: "NGN",
    timeZone: "Africa/Lagos",
    policy: {
      presetsMinor: [20_000n, 50_000n, 100_000n, 200_000n],
      minimumMinor: 10_000n,
      maximumMinor: 10_000_000n,
      platformFeeBps: 0,
      railFeeBearer: "guard",
    },
    sites: [
      {
        key: "banana-island",
        name: "Banana Island Gate 2",
        guards: [
          guard("emeka", ["Emeka", "Okafor"], "Emeka O.", "PG-014"),
          guard("bisi", ["Adebisi", "Lawal"], "Bisi", "PG-021"),
          guard("musa", ["Musa", "Ibrahim"], "Musa I.", null),
        ],
      },
      {
        key: "ikeja-mall",
        name: "Ikeja City Mall, Car Park",
        guards: [
          guard("ngozi", ["Ngozi", "Eze"], "Badge PG-037", "PG-037"),
          guard("tunde", ["Tunde", "Bakare"], "Tunde B.", "PG-040", "suspended"),
        ],
      },
    ],
  },
  {
    key: "nairobi",
    name: "Savanna Guards",
    country: "KE",
    currency: "KES",
    timeZone: "Africa/Nairobi",
    policy: {
      presetsMinor: [5_000n, 10_000n, 20_000n, 50_000n],
      minimumMinor: 2_000n,
      maximumMinor: 2_000_000n,
      platformFeeBps: 100,
      railFeeBearer: "guard",
    },
    sites: [
      {
        key: "westlands",
        name: "Westlands Office Park",
        guards: [guard("wanjiru", ["Wanjiru", "Kamau"], "Wanjiru K.", "SG-108")],
      },
    ],
  },
  {
    key: "accra",
    name: "Adinkra Protection",
    country: "GH",
    currency: "GHS",
    timeZone: "Africa/Accra",
    policy: {
      presetsMinor: [500n, 1_000n, 2_000n, 5_000n],
      minimumMinor: 200n,
      maximumMinor: 200_000n,
      platformFeeBps: 150,
      railFeeBearer: "organisation",
    },
    sites: [
      {
        key: "east-legon",
        name: "East Legon Estate",
        guards: [guard("kofi", ["Kofi", "Mensah"], "Kofi M.", "AP-007")],
      },
    ],
  },
];
