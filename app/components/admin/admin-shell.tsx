import { useLocation, useNavigation } from "@remix-run/react";
import { Menu as MenuIcon } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { buttonClass } from "#app/components/ui/button.tsx";
import { classNames } from "#app/components/ui/class-names.ts";
import { CommandPalette, type CommandPaletteProps } from "#app/components/ui/command-palette.tsx";
import { Flash, type FlashMessage, Toaster } from "#app/components/ui/toaster.tsx";
import { useLoading } from "#app/components/ui/use-loading.ts";
import { Brand } from "./brand.tsx";
import { Breadcrumbs, type Crumb, useCrumbs } from "./breadcrumbs.tsx";
import { useCsrf } from "./csrf-field.tsx";
import { Navigation, type NavSection } from "./navigation.tsx";
import { OrganisationSwitcher, type OrganisationSwitcherProps } from "./organisation-switcher.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { UserMenu, type UserMenuProps } from "./user-menu.tsx";

export interface AdminShellProps extends OrganisationSwitcherProps, UserMenuProps {
  navigation: readonly NavSection[];
  palette?: CommandPaletteProps | undefined;
  /** In place of what the routes' handles say. */
  crumbs?: readonly Crumb[] | undefined;
  flash?: FlashMessage | null | undefined;
  /** A notice above every page, such as a step that is due. */
  banner?: ReactNode;
  homeTo?: string | undefined;
  children: ReactNode;
}

/** Navigation on the left, or behind a button on phones; search and the person at the top; the page in the middle. */
export function AdminShell(props: AdminShellProps) {
  const { navigation, palette, flash = null, banner, homeTo = "/admin", children } = props;
  const csrf = useCsrf();
  return (
    <>
      <a
        href="#main"
        className={classNames(buttonClass("primary"), "-translate-y-24 fixed top-2 left-2 z-60 focus:translate-y-0")}
      >
        Skip to the content
      </a>
      <div className="lg:grid lg:grid-cols-[16rem_minmax(0,1fr)]">
        <aside className="no-print hidden border-line border-r bg-card lg:block">
          <div className="sticky top-0 h-dvh overflow-y-auto p-3">
            <div className="px-2 pt-1 pb-2">
              <Brand to={homeTo} />
            </div>
            <div className="mb-4">
              <OrganisationSwitcher {...props} />
            </div>
            <Navigation sections={navigation} />
          </div>
        </aside>
        <div className="flex min-h-dvh min-w-0 flex-col">
          <header className="no-print sticky top-0 z-30 flex h-16 items-center gap-1 border-line border-b bg-page/95 px-2 backdrop-blur-sm sm:gap-2 sm:px-6 print:static">
            <PhoneMenu {...props} />
            <div className="lg:hidden">
              <Brand to={homeTo} />
            </div>
            <div className="flex-1" />
            {palette === undefined ? null : <CommandPalette {...palette} />}
            <ThemeToggle />
            <UserMenu {...props} />
          </header>
          <NavigationProgress />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl flex-1 px-4 py-5 outline-none sm:px-6 sm:py-6"
          >
            <CrumbsOfPage crumbs={props.crumbs} />
            {banner === undefined ? null : <div className="mb-6">{banner}</div>}
            <Flash flash={withCsrf(flash, csrf)} />
            <PageContent>{children}</PageContent>
          </main>
        </div>
      </div>
      <Toaster />
    </>
  );
}

/** The page; while another one is on its way for longer than a moment, the shape of that. */
function PageContent({ children }: { children: ReactNode }) {
  const isLoading = useLoading("page");
  return (
    <>
      {isLoading ? <PageSkeleton /> : null}
      <div hidden={isLoading}>{children}</div>
    </>
  );
}

/** What takes an action back is a form like any other. */
function withCsrf(flash: FlashMessage | null, csrf: string): FlashMessage | null {
  if (!flash?.undo) return flash;
  return { ...flash, undo: { ...flash.undo, fields: { ...flash.undo.fields, csrf } } };
}

function CrumbsOfPage({ crumbs }: { crumbs: readonly Crumb[] | undefined }) {
  const fromRoutes = useCrumbs();
  return <Breadcrumbs crumbs={crumbs ?? fromRoutes} />;
}

/** The navigation on phones: a disclosure, so it opens without scripts; with them it closes when it has led somewhere. */
function PhoneMenu(props: AdminShellProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every navigation closes it, the same page's too.
  useEffect(() => {
    if (details.current) details.current.open = false;
  }, [key]);
  useEffect(() => {
    const listen = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || !details.current?.open) return;
      details.current.open = false;
      details.current.querySelector("summary")?.focus();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <details ref={details} data-phone-menu="" className="lg:hidden">
      <summary aria-label="Menu" className={buttonClass("quiet", "icon", "text-ink!")}>
        <MenuIcon aria-hidden="true" />
      </summary>
      <div className="fixed inset-x-0 top-16 z-40 h-[calc(100dvh-4rem)] overflow-y-auto overscroll-contain bg-card p-3">
        <div className="mb-4">
          <OrganisationSwitcher {...props} />
        </div>
        <Navigation sections={props.navigation} />
      </div>
    </details>
  );
}

/** A thin line while a page is on its way; what takes long shows progress of its own. */
function NavigationProgress() {
  const isBusy = useNavigation().state !== "idle";
  return (
    <div aria-hidden="true" className="sticky top-16 z-30 -mb-0.5 h-0.5 overflow-hidden">
      {isBusy ? <div className="h-full w-1/4 animate-sweep bg-accent" /> : null}
    </div>
  );
}
