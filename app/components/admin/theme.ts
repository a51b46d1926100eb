export type Theme = "light" | "dark" | "device";

const KEY = "theme";

/**
 * Runs in the head before the first paint, so that a chosen theme never flashes the other. Without a choice, or without
 * scripts, the device decides.
 */
export const THEME_BOOT = `try{var t=localStorage.getItem("${KEY}");if(t==="light"||t==="dark")document.documentElement.classList.add(t)}catch(e){}`;

/** The theme that was chosen on this device. */
export function chosenTheme(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "device";
  } catch {
    // Storage may be switched off.
    return "device";
  }
}

/** Remembers a theme on this device and shows it. */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === "device") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Then it lasts as long as the page.
  }
  showTheme(theme);
}

/** Shows a theme: a class on the document, which admin.css reads. */
export function showTheme(theme: Theme): void {
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  if (theme !== "device") classList.add(theme);
}
