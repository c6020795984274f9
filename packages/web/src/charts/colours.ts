/** A colour of the theme as it is now; canvases cannot use custom properties. */
export function themeColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
