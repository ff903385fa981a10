import {h} from '../page/dom.js';
import {pair} from './pair.js';
import {storms} from './storms.js';

// opening is what the page begins with: the worst seconds of that scenario, beside each other.
export function opening(chapters, watched) {
  const {chapter, first, last} = pair(chapters, watched);
  if (!chapter) return null;
  return h('section', {class: 'opening', 'aria-labelledby': 'opening'}, h('h2', {id: 'opening'}, 'What happens'),
      h('p', {}, `${chapter.about} One run of each; the seconds around the first ban, or else those with the most ` +
          'token requests. ', h('a', {href: `#${chapter.name}`}, `All of ${chapter.name}`), '.'),
      h('div', {class: 'beside'}, [first, last].map((s) => storms([s], h('h3', {}, s.strategy, ': ', s.says)))));
}
