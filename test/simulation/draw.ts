/** Draws from a seed, the same everywhere (mulberry32). */
export function drawer(seed: number) {
  let state = seed;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (share: number) => draw() < share,
    of: <T>(things: readonly T[]): T => things[Math.floor(draw() * things.length)] as T,
    upTo: (most: number) => Math.floor(draw() * (most + 1)),
  };
}

export type Drawer = ReturnType<typeof drawer>;
