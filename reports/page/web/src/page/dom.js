import {meaning} from './words.js';

// h makes an element: h('p', {class: 'quiet'}, 'text', child). Attributes that are null or false
// are left out, functions become listeners; children are nodes, text, or arrays of them.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined));
  return element;
}

// unseen is text for those who listen to the page.
export const unseen = (text) => h('span', {class: 'unseen'}, text);

// dataTable makes a table with a caption; rows begin with their own heading. A row is its
// cells, or {cells} with the attributes that it has; a cell is text, a node, or {value, class}. It scrolls within itself where there is no room.
export function dataTable(caption, columns, rows, {numbers = true, kind = ''} = {}) {
  const head = columns.map((c) => h('th', {scope: 'col', title: meaning(c.textContent ?? c)}, c));
  const body = rows.map((row) => Array.isArray(row) ? {cells: row} : row).map(({cells, ...more}) => h('tr', more, cells.map((cell, i) => {
    const told = cell !== null && typeof cell === 'object' && 'value' in cell &&
        !(cell instanceof Node) ? cell : {value: cell};
    return i === 0 ? h('th', {scope: 'row', class: told.class}, told.value) :
        h('td', {class: told.class}, told.value);
  })));
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
      h('table', {class: `${numbers ? 'numbers' : 'words'} ${kind}`},
          h('caption', {}, caption), h('thead', {}, h('tr', {}, head)), h('tbody', {}, body)));
}

// command shows a command line, with a button that copies it.
export function command(line) {
  const button = h('button', {type: 'button', class: 'copy', click: async () => {
    try {
      await navigator.clipboard.writeText(line);
      button.textContent = 'copied';
    } catch {
      button.textContent = 'select it by hand';
    }
  }}, 'copy');
  button.setAttribute('aria-label', `copy the command ${line}`);
  return h('div', {class: 'command'}, h('code', {}, line), button);
}
