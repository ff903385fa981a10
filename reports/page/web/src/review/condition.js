// stateOf tells what becomes of an answer where an assumption does not hold, or that the runs do not tell.
export const stateOf = (c) => c.undecided ? 'undecided' : c.changes ? 'changes' : 'holds';

const words = {changes: 'Changes', holds: 'Holds', undecided: 'Not settled'};

// conditionWords are a condition in words: the state, and a sentence that does not say it again.
export function conditionWords(c) {
  const state = stateOf(c);
  const then = c.then.text.replace(/^(It changes|It stays|Not settled): /, '');
  return {state, word: words[state], text: ` if ${c.assumption}: ${then}`};
}
