// The colours are those of Okabe and Ito (reports/drawing/theme.go), lightened on dark paper. One meaning
// each: what is on its way to the API or to the token endpoint, what was refused, what lives.
const light = {
  ink: '#1c2127', quiet: '#57606a', hair: '#e3e6ea', line: '#b6bcc4', paper: '#ffffff',
  band: '#f5f6f8', wait: '#dde1e6', api: '#56b4e9', token: '#e69f00', good: '#009e73',
  refused: '#d55e00', banned: '#1c2127', link: '#a8548a', life: '#9bd0c0', lifeTwo: '#c5e4da',
  lifeInk: '#0b4a38', meter: '#0072b2', average: '#e69f00',
};
const dark = {
  ink: '#e6e9ed', quiet: '#a3abb5', hair: '#2c333b', line: '#59626c', paper: '#161b20',
  band: '#1b2127', wait: '#39424c', api: '#3f9fd8', token: '#f0b93a', good: '#34c79b',
  refused: '#f0853a', banned: '#b4bdc7', link: '#dd9bc0', life: '#1f6b57', lifeTwo: '#164d3f',
  lifeInk: '#d2f3e8', meter: '#4aa8e8', average: '#f0b93a',
};

export const colours = (theme) => theme === 'dark' ? dark : light;

// faint lets what lies below shine through.
export const faint = (colour, alpha) =>
  colour + Math.round(255 * alpha).toString(16).padStart(2, '0');

export const font = (size, weight = 400) =>
  `${weight} ${size}px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif`;
