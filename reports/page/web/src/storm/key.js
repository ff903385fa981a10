import {h} from '../page/dom.js';

// key explains the marks by showing them.
export function key(colours) {
  const entries = [
    [`<rect y="5" width="9" height="6" fill="${colours.api}"/><rect x="9" y="5" width="9" height="6" ` +
      `fill="${colours.api}" opacity=".5"/>`, 'API call: there, and back'],
    [`<rect y="5" width="9" height="6" fill="${colours.token}"/><rect x="9" y="5" width="9" height="6" ` +
      `fill="${colours.token}" opacity=".5"/><circle cx="9" cy="8" r="3" fill="${colours.good}"/>`,
    'token request, which gets one'],
    [`<rect y="5" width="9" height="6" fill="${colours.api}"/><rect x="9" y="5" width="9" height="6" ` +
      `fill="${colours.refused}"/><circle cx="9" cy="8" r="4.6" fill="${colours.paper}"/><path ` +
      `d="m6.5 5.5 5 5m0-5-5 5" stroke="${colours.refused}" stroke-width="2"/>`, 'refused with 401'],
    [`<rect y="5" width="9" height="6" fill="${colours.token}"/><rect x="9" y="5" width="9" height="6" ` +
      `fill="${colours.banned}"/><rect x="6" y="5" width="6" height="6" fill="${colours.refused}"/>`,
    'banned: 403'],
    [`<rect y="6" width="18" height="4" fill="${colours.wait}"/>`, 'user waits'],
    [`<rect y="3" width="12" height="10" fill="${colours.life}"/><path d="M12 3v10" ` +
      `stroke="${colours.refused}" stroke-width="2.5"/>`, 'token, until it is killed'],
    [`<path d="M0 4c8 0 6 8 16 8" fill="none" stroke="${colours.link}" stroke-width="2"/><path ` +
      `d="m18 12-6-3v6z" fill="${colours.link}"/>`, 'killed the token of'],
    [`<path d="M0 8h18" stroke="${colours.average}" stroke-width="2" stroke-dasharray="5 3"/>`,
      'hits in the average window'],
  ];
  return entries.map(([mark, label]) => {
    const entry = h('li', {}, h('span', {'aria-hidden': 'true'}), label);
    entry.firstChild.innerHTML = `<svg width="18" height="16" viewBox="0 0 18 16">${mark}</svg>`;
    return entry;
  });
}
