/** Light and dark: as the system says, until the reader says otherwise. */

/** Brings the button to life. Nothing is stored. */
export function theme(button: HTMLButtonElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean =>
    (document.documentElement.dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const label = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    label();
  });
  dark.addEventListener('change', label);
  label();
  button.hidden = false;
}
