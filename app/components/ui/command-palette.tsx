import { useFetcher, useNavigate } from "@remix-run/react";
import { Command } from "cmdk";
import { type LucideIcon, Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { OVERLAY } from "./dialog.tsx";
import { useHydrated } from "./use-hydrated.ts";

export interface PaletteItem {
  label: string;
  to: string;
  icon?: LucideIcon | undefined;
  keywords?: readonly string[] | undefined;
}

export interface CommandPaletteProps {
  groups: readonly { heading: string; items: readonly PaletteItem[] }[];
  /** Answers `GET ?q=` with PaletteResults. */
  searchUrl?: string | undefined;
}

export interface PaletteResults {
  results: readonly { id: string; label: string; detail?: string | undefined; to: string }[];
}

const TYPING_PAUSE_MS = 200;
const SHORTEST_SEARCH = 2;
const ITEM =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 data-[selected=true]:bg-tint data-[selected=true]:ring-1 data-[selected=true]:ring-accent data-[selected=true]:ring-inset";
const GROUP =
  "p-1.5 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-soft";

/** Any page or thing by a few letters: Ctrl-K or ⌘-K, or the button. It improves on the navigation and replaces none of it. */
export function CommandPalette({ groups, searchUrl }: CommandPaletteProps) {
  const isHydrated = useHydrated();
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const { text, setText, results, isSearching } = useSearch(searchUrl);
  useShortcut(() => setOpen((was) => !was));
  const go = (to: string) => {
    setOpen(false);
    setText("");
    navigate(to);
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <PaletteButton isHydrated={isHydrated} />
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-[8dvh] z-50 mx-auto max-w-xl animate-appear overflow-hidden rounded-2xl bg-card text-ink shadow-xl outline-none ring-1 ring-line"
        >
          <Radix.Title className="sr-only">Go to</Radix.Title>
          <Command label="Go to" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={searchUrl === undefined ? "Go to a page" : "Go to a page, or find a guard, site or code"}
              className="w-full border-accent border-b-2 bg-transparent px-5 py-4 text-base outline-none"
            />
            <Command.List className="max-h-[60dvh] scroll-py-2 overflow-y-auto">
              <Command.Empty className="px-5 py-8 text-center text-soft">
                {isSearching ? "Searching…" : "Nothing by that name. Try fewer letters."}
              </Command.Empty>
              <Found text={text} results={results} go={go} />
              {groups.map(({ heading, items }) => (
                <Command.Group key={heading} heading={heading} className={GROUP}>
                  {items.map(({ label, to, icon: Icon, keywords }) => (
                    <Command.Item
                      key={to}
                      value={label}
                      keywords={[...(keywords ?? [])]}
                      className={ITEM}
                      onSelect={() => go(to)}
                    >
                      {Icon === undefined ? null : <Icon aria-hidden="true" className="size-4.5 shrink-0 text-soft" />}
                      {label}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The server has matched these already: what was typed is their keyword, so that none is filtered out again. */
function Found({ text, results, go }: PaletteResults & { text: string; go: (to: string) => void }) {
  if (results.length === 0) return null;
  return (
    <Command.Group heading="Found" className={GROUP}>
      {results.map(({ id, label, detail, to }) => (
        <Command.Item key={`${text} ${id}`} value={id} keywords={[text]} className={ITEM} onSelect={() => go(to)}>
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {detail === undefined ? null : <span className="truncate text-soft text-sm">{detail}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Keeps its place before scripts run, so that nothing jumps. */
function PaletteButton({ isHydrated }: { isHydrated: boolean }) {
  return (
    <Radix.Trigger
      className={`touch-target flex items-center justify-center gap-2 rounded-lg border border-line bg-card px-3 text-soft hover:border-field sm:w-64 sm:justify-start ${isHydrated ? "" : "invisible"}`}
    >
      <Search aria-hidden="true" className="size-4.5 shrink-0" />
      <span className="flex-1 text-left max-sm:sr-only">Search or go to</span>
      <kbd className="font-sans text-sm max-sm:hidden">Ctrl K</kbd>
    </Radix.Trigger>
  );
}

function useShortcut(then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Asks after a pause in typing; shows results only while there is something to have searched for. */
function useSearch(searchUrl: string | undefined) {
  const [text, setText] = useState("");
  const fetcher = useFetcher<PaletteResults>();
  const load = useRef(fetcher.load);
  load.current = fetcher.load;
  const words = text.trim();
  const asks = searchUrl !== undefined && words.length >= SHORTEST_SEARCH;
  useEffect(() => {
    if (!asks) return;
    const timer = setTimeout(() => load.current(`${searchUrl}?q=${encodeURIComponent(words)}`), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asks, searchUrl, words]);
  return { text, setText, results: asks ? (fetcher.data?.results ?? []) : [], isSearching: fetcher.state !== "idle" };
}
