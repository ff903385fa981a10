import {dataTable} from '../page/dom.js';
import {held} from './data.js';
import {when} from './view.js';

// mostTold is how many moments a table tells: the renewals beyond are like those before.
const mostTold = 40;

// momentsTable tells the turns of a storm to those who do not see it.
export function momentsTable(storm, list) {
  const [burst] = storm.meters;
  const renewals = list.filter((m) => m.kind === 'renewal');
  const left = new Set(renewals.slice(mostTold - 10));
  const rows = list.filter((m) => !left.has(m)).map((m) =>
    [when(storm, m.at), m.text, `${held(burst, m.at)} of ${burst.limit}`]);
  const caption = 'Key moments' + (left.size > 0 ? `; ${left.size} later renewals are left out` : '');
  return dataTable(caption, ['when', 'what', `hits in ${burst.span / 1000} s`], rows, {numbers: false});
}
