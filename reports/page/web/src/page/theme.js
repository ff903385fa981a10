// The colours are those of Okabe and Ito, told apart by the colour-blind (reports/drawing/theme.go). Each
// keeps one meaning; on dark paper some are lightened, so that they stand out as much.
const light = {
  bad: '#d55e00', good: '#0072b2', middle: '#56b4e9', tail: '#e69f00', median: '#009e73',
  fault: '#a8548a', other: '#999999', ink: '#1c2127', quiet: '#57606a', hair: '#e3e6ea',
  line: '#b6bcc4', paper: '#ffffff',
};
const dark = {
  bad: '#f0853a', good: '#4aa8e8', middle: '#8ccdf2', tail: '#f0b93a', median: '#34c79b',
  fault: '#dd9bc0', other: '#8b939c', ink: '#e6e9ed', quiet: '#a3abb5', hair: '#2c333b',
  line: '#59626c', paper: '#161b20',
};

const wishes = matchMedia('(prefers-color-scheme: dark)');
const listeners = [];
let chosen = remembered(); // light, dark, or empty: as the system has it
let printing = false;

export const themeName = () => printing ? 'light' : chosen || (wishes.matches ? 'dark' : 'light');
export const palette = () => themeName() === 'dark' ? dark : light;
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// onTheme calls back whenever the theme has changed.
export const onTheme = (listener) => listeners.push(listener);

export function toggleTheme() {
  chosen = themeName() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', chosen);
  } catch { /* a page from a disk may not be allowed to remember */ }
  applyTheme();
}

// printTheme makes the page light while it is printed.
export function printTheme(begins) {
  printing = begins;
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = themeName();
  for (const listener of listeners) listener(themeName());
}

wishes.addEventListener('change', applyTheme);

function remembered() {
  try {
    return localStorage.getItem('theme') ?? '';
  } catch {
    return '';
  }
}
