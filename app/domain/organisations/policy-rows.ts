import { type SQL, sql } from "drizzle-orm";
import type { FeeSchedule } from "./fees.ts";
import type { PolicyTerms } from "./rules.ts";

/** A version's terms as JSON carries them: amounts are strings of minor units. */
export function termsJson(terms: PolicyTerms): Record<string, unknown> {
  return {
    ...terms,
    presetsMinor: terms.presetsMinor.map(String),
    minimumMinor: String(terms.minimumMinor),
    maximumMinor: String(terms.maximumMinor),
    settlementThresholdMinor: String(terms.settlementThresholdMinor),
    refundCheckAboveMinor: String(terms.refundCheckAboveMinor),
  };
}

/** The columns of a version, in the order of `insert into organisation_policies (…)`. */
export const POLICY_COLUMNS = sql`organisation_id, version, in_force_from, presets_minor, minimum_minor, maximum_minor,
  platform_fee_bps, rail_fee_bearer, patron_may_cover_fee, settlement_cadence, settlement_weekday,
  settlement_threshold_minor, transfer_fee_bearer, reserve_bps, refund_fee_bearer, refund_check_above_minor`;

/** The values of a version's terms, in the order of the columns from `presets_minor` on. */
export function termsValues(terms: PolicyTerms): SQL {
  return sql`${sql.param(terms.presetsMinor.map(String))}::bigint[], ${String(terms.minimumMinor)}::bigint,
    ${String(terms.maximumMinor)}::bigint, ${terms.platformFeeBps}::int, ${terms.railFeeBearer},
    ${terms.patronMayCoverFee}::boolean, ${terms.settlementCadence}, ${terms.settlementWeekday}::smallint,
    ${String(terms.settlementThresholdMinor)}::bigint, ${terms.transferFeeBearer}, ${terms.reserveBps}::int,
    ${terms.refundFeeBearer}, ${String(terms.refundCheckAboveMinor)}::bigint`;
}

/** A version's terms out of `organisation_policies p`, as `termsJson` makes them. */
export const termsOfRow = sql`jsonb_build_object('presetsMinor', p.presets_minor::text[],
  'minimumMinor', p.minimum_minor::text, 'maximumMinor', p.maximum_minor::text, 'platformFeeBps', p.platform_fee_bps,
  'railFeeBearer', p.rail_fee_bearer, 'patronMayCoverFee', p.patron_may_cover_fee,
  'settlementCadence', p.settlement_cadence, 'settlementWeekday', p.settlement_weekday,
  'settlementThresholdMinor', p.settlement_threshold_minor::text, 'transferFeeBearer', p.transfer_fee_bearer,
  'reserveBps', p.reserve_bps, 'refundFeeBearer', p.refund_fee_bearer,
  'refundCheckAboveMinor', p.refund_check_above_minor::text)`;

/** What a rail charges in a country at a moment, for payments that people there make; as JSON, from `o.country`. */
export function feesOfCountry(rail: string, at: Date): SQL {
  return sql`coalesce((
    select jsonb_agg(jsonb_build_object('channel', f.channel, 'version', f.version, 'percentBps', f.percent_bps,
      'flatMinor', f.flat_minor::text, 'flatFromMinor', f.flat_from_minor::text, 'capMinor', f.cap_minor::text,
      'vatBps', f.vat_bps) order by f.channel)
    from fee_schedules f
    where f.rail = ${rail} and f.country = o.country and f.channel <> 'international'
      and f.version = (
        select max(v.version) from fee_schedules v
        where (v.rail, v.country, v.channel) = (f.rail, f.country, f.channel) and v.in_force_from <= ${at}
      )
  ), '[]')`;
}

type Texts<T> = {
  [Key in keyof T]: T[Key] extends bigint ? string : T[Key] extends bigint | null ? string | null : T[Key];
};
export type FeeJson = Texts<FeeSchedule>;
export type TermsJson = Texts<Omit<PolicyTerms, "presetsMinor">> & { presetsMinor: string[] };

export function readFees(fees: readonly FeeJson[]): FeeSchedule[] {
  return fees.map((fee) => ({
    ...fee,
    flatMinor: BigInt(fee.flatMinor),
    flatFromMinor: BigInt(fee.flatFromMinor),
    capMinor: fee.capMinor === null ? null : BigInt(fee.capMinor),
  }));
}

export function readTerms(terms: TermsJson): PolicyTerms {
  return {
    ...terms,
    presetsMinor: terms.presetsMinor.map(BigInt),
    minimumMinor: BigInt(terms.minimumMinor),
    maximumMinor: BigInt(terms.maximumMinor),
    settlementThresholdMinor: BigInt(terms.settlementThresholdMinor),
    refundCheckAboveMinor: BigInt(terms.refundCheckAboveMinor),
  };
}
