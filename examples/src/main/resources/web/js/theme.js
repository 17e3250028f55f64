const KEY = 'parley.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** Applies the theme that was chosen here before, if one was; else the system's applies by itself. */
export function applyTheme() {
  const chosen = localStorage.getItem(KEY);
  if (chosen) {
    document.documentElement.dataset.theme = chosen;
  }
}

/** Whether it is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : dark.matches;
}

/** Switches between dark and light, and remembers it. */
export function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}
