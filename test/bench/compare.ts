import { median, TURNS, WARM_UPS } from "./bench.ts";
import { expectStatus } from "./load.ts";
import type { LoadOrder } from "./load-child.ts";
import type { Rig } from "./rig.ts";

export type Side = {
  url: string;
  /** The workerd process that answers there. */
  pid: number;
  status: number;
  /** What to send in a turn; asked for before each. */
  order: () => Omit<LoadOrder, "port">;
};

export type Measured = {
  /** Medians of the turns. */
  perSecond: number;
  p50: number;
  /** CPU a request, over all turns, in milliseconds. */
  cpu: number;
  cpuBehind: number;
  /** Of all turns, those before the ones that count included where it is ours. */
  answered: number;
};

export type Comparison = {
  bare: Measured;
  ours: Measured;
  /** Ours over the bare Worker's, a turn. */
  rates: number[];
  /** Ours less the bare Worker's p50, a turn, in milliseconds. */
  delays: number[];
};

type Turn = Measured & { cpuTotal: number; cpuBehindTotal: number };

/** Lets both sides take turns under the same load, after some that are not counted. */
export async function compare(rig: Rig, bare: Side, ours: Side, turns = TURNS): Promise<Comparison> {
  let uncounted = 0;
  for (let turn = 0; turn < WARM_UPS; turn++) {
    uncounted += (await takeTurn(rig, ours)).answered;
    await takeTurn(rig, bare);
  }
  const pairs: { bare: Turn; ours: Turn }[] = [];
  while (pairs.length < turns) pairs.push({ bare: await takeTurn(rig, bare), ours: await takeTurn(rig, ours) });
  const measured = summarise(pairs.map((pair) => pair.ours));
  return {
    bare: summarise(pairs.map((pair) => pair.bare)),
    ours: { ...measured, answered: measured.answered + uncounted },
    rates: pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond),
    delays: pairs.map((pair) => pair.ours.p50 - pair.bare.p50),
  };
}

async function takeTurn(rig: Rig, side: Side): Promise<Turn> {
  const order = side.order();
  const [before, behindBefore] = [rig.cpu(side.pid), rig.cpuBehind()];
  const answer = await rig.loader.send(side.url, order);
  const [cpuTotal, cpuBehindTotal] = [rig.cpu(side.pid) - before, rig.cpuBehind() - behindBefore];
  expectStatus(answer, side.status);
  const { answered, perSecond, p50 } = answer;
  return {
    ...{ answered, perSecond, p50, cpuTotal, cpuBehindTotal },
    cpu: cpuTotal / answered,
    cpuBehind: cpuBehindTotal / answered,
  };
}

function summarise(turns: readonly Turn[]): Measured {
  const sum = (read: (turn: Turn) => number) => turns.reduce((total, turn) => total + read(turn), 0);
  const answered = sum((turn) => turn.answered);
  return {
    perSecond: median(turns.map((turn) => turn.perSecond)),
    p50: median(turns.map((turn) => turn.p50)),
    cpu: sum((turn) => turn.cpuTotal) / answered,
    cpuBehind: sum((turn) => turn.cpuBehindTotal) / answered,
    answered,
  };
}
