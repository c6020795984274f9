const KEY = 'vitalfew-theme';

export type Theme = 'light' | 'dark';

/** What was chosen, else what the system prefers. */
export function currentTheme(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme, remember = false): void {
  document.documentElement.dataset.theme = theme;
  if (remember) localStorage.setItem(KEY, theme);
  // Canvases read their colours when they draw: tell them to draw again.
  dispatchEvent(new Event('vitalfew-theme'));
}

export function toggleTheme(): void {
  applyTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark', true);
}
