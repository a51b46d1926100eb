import { Form, Link, useSubmit } from "@remix-run/react";
import { ChevronDown, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { useHydrated } from "./use-hydrated.ts";

export type MenuItem = {
  label: string;
  icon?: LucideIcon | undefined;
  tone?: "danger" | undefined;
  hint?: string | undefined;
} & (
  | { to: string; reloadDocument?: boolean | undefined }
  /** Sent as a form; `fields` holds the intent and the CSRF token. */
  | { action?: string | undefined; fields: Readonly<Record<string, string>> }
  /** Only for what scripts alone can do: the item is not there without them. */
  | { onSelect: () => void }
);

interface MenuProps {
  /** What the button is called; its words too, unless `trigger` is given. */
  label: string;
  icon?: ReactNode;
  trigger?: ReactNode;
  triggerClassName?: string | undefined;
  align?: "start" | "end" | undefined;
  side?: "top" | "bottom" | undefined;
  /** Words above the items. */
  header?: ReactNode;
  groups: readonly (readonly MenuItem[])[];
}

const PANEL = "z-50 min-w-56 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-card p-1.5 text-ink shadow-lg";

/** A button with a list of links and actions. Without scripts it is a disclosure with the same links and forms. */
export function Menu({ align = "end", side = "bottom", header, groups, ...button }: MenuProps) {
  const isHydrated = useHydrated();
  const { label, icon, trigger, triggerClassName } = button;
  const look =
    triggerClassName ?? buttonClass("secondary", trigger === undefined && icon !== undefined ? "icon" : "md");
  const content = trigger ?? icon ?? (
    <>
      {label}
      <ChevronDown aria-hidden="true" />
    </>
  );
  const name = trigger === undefined && icon === undefined ? undefined : label;
  if (!isHydrated) {
    return (
      <details className="relative">
        <summary aria-label={name} className={look}>
          {content}
        </summary>
        <div className={classNames(PANEL, "absolute", SIDES[side], align === "end" ? "right-0" : "left-0")}>
          <Header>{header}</Header>
          <PlainGroups groups={groups} />
        </div>
      </details>
    );
  }
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger aria-label={name} className={look}>
        {content}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={16}
          className={classNames(
            PANEL,
            "max-h-(--radix-dropdown-menu-content-available-height) animate-appear overflow-y-auto",
          )}
        >
          <Header>{header}</Header>
          {groups.map((items, index) => (
            <Radix.Group key={items[0]?.label} className={classNames(index > 0 && DIVIDED)}>
              {items.map((item) => (
                <LiveItem key={item.label} item={item} />
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const SIDES = { top: "bottom-full mb-1.5", bottom: "top-full mt-1.5" };
const DIVIDED = "mt-1.5 border-line border-t pt-1.5";

function Header({ children }: { children: ReactNode }) {
  if (children === undefined) return null;
  return <div className="mb-1.5 border-line border-b px-3 pt-1.5 pb-2.5">{children}</div>;
}

function itemClass(tone: MenuItem["tone"]): string {
  return classNames(
    "flex min-h-11 w-full items-center gap-3 rounded-lg px-3 py-2 text-left no-underline outline-none hover:bg-sunken",
    "data-highlighted:bg-sunken data-highlighted:ring-2 data-highlighted:ring-accent data-highlighted:ring-inset lg:pointer-fine:min-h-9",
    tone === "danger" ? "text-wrong" : "text-ink",
  );
}

function ItemContent({ item: { icon: Icon, label, hint } }: { item: MenuItem }) {
  return (
    <>
      {Icon === undefined ? null : <Icon aria-hidden="true" className="size-4.5 shrink-0 opacity-80" />}
      <span className="min-w-0">
        {label}
        {hint === undefined ? null : <span className="block text-soft text-sm">{hint}</span>}
      </span>
    </>
  );
}

function LiveItem({ item }: { item: MenuItem }) {
  const submit = useSubmit();
  if ("to" in item) {
    return (
      <Radix.Item asChild>
        <Link to={item.to} reloadDocument={item.reloadDocument ?? false} className={itemClass(item.tone)}>
          <ItemContent item={item} />
        </Link>
      </Radix.Item>
    );
  }
  const choose = () => {
    if ("onSelect" in item) item.onSelect();
    else submit({ ...item.fields }, { method: "post", ...(item.action === undefined ? {} : { action: item.action }) });
  };
  return (
    <Radix.Item onSelect={choose} className={itemClass(item.tone)}>
      <ItemContent item={item} />
    </Radix.Item>
  );
}

function PlainGroups({ groups }: Pick<MenuProps, "groups">) {
  return groups.map((items, index) => (
    <ul key={items[0]?.label} className={classNames(index > 0 && DIVIDED)}>
      {items.map((item) => ("onSelect" in item ? null : <PlainItem key={item.label} item={item} />))}
    </ul>
  ));
}

type PlainMenuItem = Exclude<MenuItem, { onSelect: () => void }>;

function PlainItem({ item }: { item: PlainMenuItem }) {
  return (
    <li>
      {"to" in item ? (
        <Link to={item.to} reloadDocument={item.reloadDocument ?? false} className={itemClass(item.tone)}>
          <ItemContent item={item} />
        </Link>
      ) : (
        <Form method="post" {...(item.action === undefined ? {} : { action: item.action })}>
          {Object.entries(item.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className={itemClass(item.tone)}>
            <ItemContent item={item} />
          </button>
        </Form>
      )}
    </li>
  );
}
