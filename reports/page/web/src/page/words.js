// What the page's own words mean, by word.
export const meanings = new Map();

// learn takes the words that figures bring: [{name, means}].
export function learn(words) {
  for (const {name, means} of words) meanings.set(name, means);
}

// meaning is what the words of a text mean that are explained, null where none is.
export function meaning(text) {
  const known = text.toLowerCase().split(/[^a-z0-9]+/).filter((word) => meanings.has(word));
  return known.length === 0 ? null : known.map((word) => `${word}: ${meanings.get(word)}`).join('; ');
}
