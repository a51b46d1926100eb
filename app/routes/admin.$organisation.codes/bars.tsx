interface BarsProps {
  /** What each bar is called, such as a day; as many as there are values. */
  label: string;
  values: readonly number[];
  width: number;
  height: number;
}

/** A row of bars, for the eye; the label says in words what is seen, and the figures stand beside it. */
export function Bars({ label, values, width, height }: BarsProps) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const bars = values.flatMap((value, i) => {
    if (value === 0) return [];
    const tall = Math.max(1, Math.round((value / most) * height));
    return [`M${round(i * step)} ${height}v-${tall}h${round(Math.max(0.5, step * 0.8))}v${tall}z`];
  });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-8 w-full max-w-40 text-accent"
    >
      <path d={`M0 ${height}h${width}`} stroke="currentColor" strokeOpacity="0.35" strokeWidth="1" fill="none" />
      <path d={bars.join("")} fill="currentColor" />
    </svg>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
