import { classNames } from "./class-names.ts";

const SIZES = { sm: "size-8 text-xs", md: "size-10 text-sm", lg: "size-16 text-xl" };

interface AvatarProps {
  name: string;
  /** Initials show through while it loads, and when it does not. */
  src?: string | null | undefined;
  size?: keyof typeof SIZES | undefined;
}

/** A face or initials, beside a name that is written out. */
export function Avatar({ name, src, size = "md" }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "relative inline-flex shrink-0 select-none items-center justify-center overflow-hidden rounded-full bg-tint font-semibold text-accent",
        SIZES[size],
      )}
    >
      {initialsOf(name)}
      {src ? <img src={src} alt="" loading="lazy" className="absolute inset-0 size-full object-cover" /> : null}
    </span>
  );
}

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}
