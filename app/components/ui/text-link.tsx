import { Link, type LinkProps } from "@remix-run/react";
import { classNames } from "./class-names.ts";

/** A link that stands by itself between other things, and is seen to be one. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={classNames(
        "inline-block py-1 text-accent underline decoration-line underline-offset-4 hover:decoration-current",
        className,
      )}
    />
  );
}
