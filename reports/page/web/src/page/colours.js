// The colours are those of Okabe and Ito, told apart by the colour-blind (reports/drawing/theme.go). Each
// keeps one meaning; on dark paper some are lightened, so that they stand out as much.
export const light = {
  bad: '#d55e00', good: '#0072b2', middle: '#56b4e9', tail: '#e69f00', median: '#009e73',
  fault: '#a8548a', other: '#999999', ink: '#1c2127', quiet: '#57606a', hair: '#e3e6ea',
  line: '#b6bcc4', paper: '#ffffff',
};
export const dark = {
  bad: '#f0853a', good: '#4aa8e8', middle: '#8ccdf2', tail: '#f0b93a', median: '#34c79b',
  fault: '#dd9bc0', other: '#8b939c', ink: '#e6e9ed', quiet: '#a3abb5', hair: '#2c333b',
  line: '#59626c', paper: '#161b20',
};
