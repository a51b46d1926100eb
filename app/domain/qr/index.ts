export { archiveCode } from "./archive-code.ts";
export {
  type CardJson,
  type GuardCard,
  readCard,
  selectCard,
  type TipPolicy,
} from "./card.ts";
export { deliverSnapshots } from "./deliver-snapshots.ts";
export { type CardLookup, findCard } from "./find-card.ts";
export { findSnapshot } from "./find-snapshot.ts";
export { mintToken, readToken } from "./token.ts";
