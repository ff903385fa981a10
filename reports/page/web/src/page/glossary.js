import {h} from './dom.js';
import {meanings} from './words.js';

// glossary explains all of them, where nobody can hover.
export const glossary = () => meanings.size === 0 ? null : h('section', {'aria-labelledby': 'words'}, h('h2', {id: 'words'}, 'The words'),
    h('dl', {class: 'told'}, [...meanings].map(([name, means]) => [h('dt', {}, name), h('dd', {}, `${means}.`)])));
