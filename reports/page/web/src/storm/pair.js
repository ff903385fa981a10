import {counted, share} from '../page/format.js';

// Of which scenario the page begins with, if it has it: two nodes kill each other's tokens.
const best = 'two-nodes';

// pair is the scenario, and the first strategy that is watched in it and the last. Without the best scenario it
// is the one in which the last serves most beside the first; nothing where that is none.
export function pair(chapters, watched) {
  const pairs = chapters.map((chapter) => {
    const all = watched.filter((s) => s.scenario === chapter.name).map((s) => ({...s, ...came(chapter, s.strategy)}));
    const gap = all.length < 2 ? 0 : all.at(-1).served - all[0].served;
    return {chapter, first: all[0], last: all.at(-1), gap: gap > 0 && chapter.name === best ? 2 : gap};
  });
  return pairs.reduce((a, b) => b.gap > a.gap ? b : a, {gap: 0});
}

// came is what a strategy's run came to.
function came(chapter, strategy) {
  const [v] = chapter.contestants.find((k) => k.name === strategy).verdicts;
  return {served: v.ended && v.succeeded / v.ended, says: `${share(v.succeeded, v.ended)} succeed, ${counted(v.bans, 'ban')}`};
}
