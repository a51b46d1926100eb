import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { buttonClass } from "#app/components/ui/button.tsx";
import { Menu } from "#app/components/ui/menu.tsx";
import { useHydrated } from "#app/components/ui/use-hydrated.ts";
import { chooseTheme } from "./theme.ts";

const THEMES = [
  [
    { label: "Light", icon: Sun, onSelect: () => chooseTheme("light") },
    { label: "Dark", icon: Moon, onSelect: () => chooseTheme("dark") },
    { label: "As this device", icon: Monitor, onSelect: () => chooseTheme("device") },
  ],
];

/** Light, dark, or as the device has it. Without scripts the device decides, and there is nothing to choose. */
export function ThemeToggle() {
  if (!useHydrated()) return <span className="touch-target" />;
  return (
    <Menu
      label="Colours"
      icon={<SunMoon aria-hidden="true" />}
      triggerClassName={buttonClass("quiet", "icon", "text-soft!")}
      groups={THEMES}
    />
  );
}
