import {
  Banknote,
  ClipboardCheck,
  FileClock,
  HandCoins,
  Landmark,
  LayoutDashboard,
  MapPin,
  PiggyBank,
  Printer,
  QrCode,
  Scale,
  ScanLine,
  Settings,
  ShieldAlert,
  Undo2,
  UserCog,
  Users,
} from "lucide-react";
import type { NavSection } from "#app/components/admin/navigation.tsx";
import type { Permission } from "#app/domain/permissions.ts";

const SECTIONS = [
  {
    items: [
      { label: "Overview", path: "", icon: LayoutDashboard, needs: "organisation.read" },
      { label: "Guards", path: "/guards", icon: Users, needs: "guards.read" },
      { label: "Sites", path: "/sites", icon: MapPin, needs: "sites.read" },
      { label: "Payout accounts", path: "/payout-accounts", icon: ClipboardCheck, needs: "payout-accounts.read" },
    ],
  },
  {
    label: "Money",
    items: [
      { label: "Payouts", path: "/payouts", icon: Banknote, needs: "payouts.read" },
      { label: "Bank files", path: "/bank-files", icon: Landmark, needs: "payouts.read" },
      { label: "Tips", path: "/tips", icon: HandCoins, needs: "tips.read" },
      { label: "Refunds", path: "/refunds", icon: Undo2, needs: "refunds.read" },
      { label: "Disputes", path: "/disputes", icon: Scale, needs: "disputes.read" },
      { label: "Reserve", path: "/reserve", icon: PiggyBank, needs: "refunds.read" },
    ],
  },
  {
    label: "QR codes",
    items: [
      { label: "Codes", path: "/codes", icon: QrCode, needs: "codes.read" },
      { label: "Print shop", path: "/prints", icon: Printer, needs: "prints.read" },
      { label: "Check a code", path: "/check", icon: ScanLine, needs: "codes.read" },
    ],
  },
  {
    label: "Organisation",
    items: [
      { label: "Alerts", path: "/alerts", icon: ShieldAlert, needs: "alerts.read" },
      { label: "Members", path: "/members", icon: UserCog, needs: "members.read" },
      { label: "Settings", path: "/settings", icon: Settings, needs: "organisation.read" },
      { label: "Audit log", path: "/audit", icon: FileClock, needs: "audit.read" },
    ],
  },
] as const;

/** The pages of an organisation that somebody may see, as the navigation shows them. */
export function navigationOf(organisationId: string, permissions: readonly Permission[]): NavSection[] {
  const sections = SECTIONS.map((section) => ({
    ...("label" in section ? { label: section.label } : {}),
    items: section.items
      .filter(({ needs }) => permissions.includes(needs))
      .map(({ label, path, icon }) => ({
        label,
        to: `/admin/${organisationId}${path}`,
        icon,
        ...(path === "" ? { end: true } : {}),
      })),
  }));
  return sections.filter(({ items }) => items.length > 0);
}
