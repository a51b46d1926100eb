// The sums of app/domain/organisations/fees.ts in whole numbers: every product stays far below 2^53.
function ceilBps(amount, bps) {
  const product = amount * bps + 9999;
  return (product - (product % 10000)) / 10000;
}

function railFee(schedule, charge) {
  let fee = ceilBps(charge, schedule[0]) + (charge >= schedule[2] ? schedule[1] : 0);
  if (schedule[3] !== null && fee > schedule[3]) fee = schedule[3];
  return fee + ceilBps(fee, schedule[4]);
}

export function netOf(terms, amount, charge) {
  let dearest = 0;
  if (terms.guardBears) {
    terms.schedules.forEach((schedule) => {
      dearest = Math.max(dearest, railFee(schedule, charge));
    });
  }
  const platform = amount * terms.platformBps;
  return charge - dearest - (platform - (platform % 10000)) / 10000;
}

export function chargeCovering(terms, amount) {
  let charge = amount;
  for (let round = 0; round < 500; round++) {
    const missing = amount - netOf(terms, amount, charge);
    if (missing <= 0) return charge;
    charge += missing;
  }
  return null;
}

// A smaller amount in whole units that nets the guard more, or null.
export function betterBelow(terms, amount) {
  let best = null;
  terms.schedules.forEach((schedule) => {
    const below = schedule[2] - 1 - ((schedule[2] - 1) % 100);
    if (below < terms.minimum || below >= amount) return;
    if (netOf(terms, below, below) <= netOf(terms, amount, amount)) return;
    if (best === null || netOf(terms, below, below) > netOf(terms, best, best)) best = below;
  });
  return best;
}

export function readAmount(terms, text) {
  const bare = text.normalize("NFKC").replace(terms.symbol.trim().normalize("NFKC"), "").replace(/[\s,]/g, "");
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(bare);
  return match ? Number(match[1]) * 100 + Number(`${match[2] || ""}00`.slice(0, 2)) : null;
}

export function sayAmount(terms, minor) {
  const cents = minor % 100;
  let text = String((minor - cents) / 100).replace(/\B(?=(\d{3})+$)/g, terms.group);
  if (cents) text += terms.decimal + `0${cents}`.slice(-2);
  return terms.before ? terms.symbol + text : text + terms.symbol;
}
