import { type SQL, sql } from "drizzle-orm";
import { assert } from "../../core/assert.ts";
import { type Currency, isCurrency } from "../../core/currency.ts";
import { type FeePolicy, type FeeSchedule, settingOf } from "../organisations/index.ts";

/** Everything a patron's page and a tip need to know about the guard behind a code. Amounts in minor units. */
export interface GuardCard {
  code: { id: string; token: string; serial: string; active: boolean };
  guard: {
    id: string;
    displayName: string;
    badgeNumber: string | null;
    active: boolean;
    photoKey: string | null;
  };
  site: { name: string };
  organisation: {
    id: string;
    name: string;
    country: string;
    currency: Currency;
    timeZone: string;
    active: boolean;
    /** Patrons may leave a message. */
    takesMessages: boolean;
  };
  policy: TipPolicy;
  fees: FeeSchedule[];
}

export interface TipPolicy extends FeePolicy {
  version: number;
  presetsMinor: bigint[];
  minimumMinor: bigint;
  maximumMinor: bigint;
  patronMayCoverFee: boolean;
}

/** The card as JSON carries it, from SQL and from the R2 snapshot alike: amounts are strings of minor units. */
export type CardJson = Record<string, unknown>;

/**
 * One row for one token, or none: `id`s, states and bounds as columns for guards inside SQL, and the whole card as JSON.
 * The organisation's policy and the fee schedules are the highest versions in force at `at`.
 */
export function selectCard(token: string | SQL, rail: string, at: Date): SQL {
  return sql`
    select c.id as code_id, g.id as guard_id, o.id as organisation_id, o.currency, p.version as policy_version,
      p.platform_fee_bps, p.rail_fee_bearer, p.minimum_minor, p.maximum_minor, p.patron_may_cover_fee,
      c.status = 'active' and g.status = 'active' and o.status = 'active' as takes_tips,
      (${settingOf("patrons.may_write", sql`o.id`)})::boolean as takes_messages,
      jsonb_build_object(
        'code', jsonb_build_object('id', c.id, 'token', c.token, 'serial', c.serial, 'active', c.status = 'active'),
        'guard', jsonb_build_object('id', g.id, 'displayName', g.display_name, 'badgeNumber', g.badge_number,
          'active', g.status = 'active', 'photoKey', g.photo_key),
        'site', jsonb_build_object('name', s.name),
        'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'country', o.country, 'currency', o.currency,
          'timeZone', o.time_zone, 'active', o.status = 'active',
          'takesMessages', ${settingOf("patrons.may_write", sql`o.id`)}),
        'policy', jsonb_build_object('version', p.version, 'presetsMinor', p.presets_minor::text[],
          'minimumMinor', p.minimum_minor::text, 'maximumMinor', p.maximum_minor::text,
          'platformFeeBps', p.platform_fee_bps, 'railFeeBearer', p.rail_fee_bearer,
          'patronMayCoverFee', p.patron_may_cover_fee),
        'fees', coalesce((
          select jsonb_agg(distinct jsonb_build_object('channel', f.channel, 'version', f.version,
            'percentBps', f.percent_bps, 'flatMinor', f.flat_minor::text, 'flatFromMinor', f.flat_from_minor::text,
            'capMinor', f.cap_minor::text, 'vatBps', f.vat_bps))
          from fee_schedules f
          where f.rail = ${rail} and f.country = o.country and f.channel <> 'international'
            and f.version = (
              select max(v.version) from fee_schedules v
              where (v.rail, v.country, v.channel) = (f.rail, f.country, f.channel) and v.in_force_from <= ${at}
            )
        ), '[]')
      ) as card
    from qr_codes c
    join guards g on (g.organisation_id, g.id) = (c.organisation_id, c.guard_id)
    join sites s on (s.organisation_id, s.id) = (g.organisation_id, g.site_id)
    join organisations o on o.id = c.organisation_id
    join organisation_policies p on p.organisation_id = o.id and p.version = (
      select max(v.version) from organisation_policies v where v.organisation_id = o.id and v.in_force_from <= ${at}
    )
    where c.token = ${token}`;
}

/** Reads a card from JSON of our own making; anything else is a fault. */
export function readCard(json: CardJson): GuardCard {
  const card = json as unknown as CardShape;
  const { currency } = card.organisation;
  assert(isCurrency(currency), "an organisation's currency is one we handle");
  return {
    ...card,
    // An edge copy from before there was a choice has none.
    organisation: { ...card.organisation, currency, takesMessages: card.organisation.takesMessages ?? true },
    policy: {
      ...card.policy,
      presetsMinor: card.policy.presetsMinor.map(BigInt),
      minimumMinor: BigInt(card.policy.minimumMinor),
      maximumMinor: BigInt(card.policy.maximumMinor),
    },
    fees: card.fees.map((fee) => ({
      ...fee,
      flatMinor: BigInt(fee.flatMinor),
      flatFromMinor: BigInt(fee.flatFromMinor),
      capMinor: fee.capMinor === null ? null : BigInt(fee.capMinor),
    })),
  };
}

interface CardShape {
  code: GuardCard["code"];
  guard: GuardCard["guard"];
  site: GuardCard["site"];
  organisation: Omit<GuardCard["organisation"], "currency" | "takesMessages"> & {
    currency: string;
    takesMessages?: boolean;
  };
  policy: FeePolicy & {
    version: number;
    presetsMinor: string[];
    minimumMinor: string;
    maximumMinor: string;
    patronMayCoverFee: boolean;
  };
  fees: (Omit<FeeSchedule, "flatMinor" | "flatFromMinor" | "capMinor"> & {
    flatMinor: string;
    flatFromMinor: string;
    capMinor: string | null;
  })[];
}
