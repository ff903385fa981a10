import {h} from '../page/dom.js';
import {last, state, summary} from './moments.js';
import {player} from './play.js';
import {fit, slow, when, zoom} from './view.js';

// playSeconds is about how long a storm plays unless another speed is chosen.
const playSeconds = 14;
const speeds = [1, 2, 5, 10, 20, 50, 100, 200];

// controls are the buttons over a storm: play, step from moment to moment, speed, zoom, and what has
// happened up to the instant that is shown.
export function controls(drawing, {show, draw}) {
  const {scene} = drawing;
  const {storm, list} = scene;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const button = (text, name, click) =>
    h('button', {type: 'button', 'aria-label': name, title: name, click}, text);
  const play = button('▶ Play', 'Play the storm', () => toggle());
  const times = slow(storm, storm.focus, playSeconds);
  const speed = h('select', {'aria-label': 'Speed'}, [...new Set([...speeds, times])]
      .sort((a, b) => a - b).map((n) => h('option', {value: n, selected: n === times},
          n === 1 ? 'as in life' : `${n} × slower`)));
  const slider = h('input', {type: 'range', min: 0, max: 1000, value: 1000, 'aria-label': 'Instant shown'});
  const readout = h('p', {class: 'storm-state'});
  const caption = h('p', {class: 'storm-caption', 'aria-live': 'polite'});
  const watch = player({
    show: (at) => { scene.cursor = at; draw(); },
    ended: () => { scene.cursor = null; draw(); },
  });

  // With little motion wanted, playing goes from one moment to the next.
  const toggle = () => {
    if (calm.matches) return step(1);
    const [from, to] = scene.view;
    if (watch.playing) {
      watch.stop();
      return draw();
    }
    const at = scene.cursor !== null && scene.cursor > from && scene.cursor < to ? scene.cursor : from;
    watch.start({from: at, to, tick: storm.tick, times: Number(speed.value)});
  };
  const step = (by) => {
    watch.stop();
    const at = scene.cursor ?? (by > 0 ? -1 : storm.length);
    const moment = by > 0 ? list.find((m) => m.at > at) : list.findLast((m) => m.at < at);
    if (!moment) return;
    scene.cursor = moment.at;
    const [from, to] = scene.view;
    const width = to - from;
    const about = [moment.at - width / 2, moment.at + width / 2];
    if (moment.at < from || moment.at > to) show(fit(about, storm.length));
    else draw();
  };
  const reset = () => {
    watch.stop();
    scene.cursor = null;
    show(storm.focus);
  };
  const closer = (factor) => show(zoom(scene.view, factor, (scene.view[0] + scene.view[1]) / 2, storm.length));
  slider.addEventListener('input', () => {
    watch.stop();
    const [from, to] = scene.view;
    scene.cursor = slider.value === slider.max ? null : from + (to - from) * slider.value / slider.max;
    draw();
  });

  const tell = () => {
    const [from, to] = scene.view;
    const at = scene.cursor ?? to;
    play.textContent = watch.playing ? '❚❚ Pause' : '▶ Play';
    play.setAttribute('aria-label', watch.playing ? 'Pause' : 'Play the storm');
    slider.value = String(Math.round(slider.max * Math.min(1, Math.max(0, (at - from) / (to - from)))));
    slider.setAttribute('aria-valuetext', when(storm, at));
    readout.replaceChildren(...told(storm, at));
    const text = scene.cursor === null ? summary(storm) : list[last(list, at)]?.text ?? '';
    if (caption.textContent !== text) caption.textContent = text;
    caption.setAttribute('aria-live', watch.playing ? 'off' : 'polite');
  };
  const bar = h('div', {class: 'storm-bar'},
      h('div', {class: 'storm-buttons'}, play, button('‹', 'Moment before', () => step(-1)),
          button('›', 'Next moment', () => step(1)), speed, h('span', {class: 'storm-gap'}),
          button('−', 'Zoom out', () => closer(1 / 1.6)), button('+', 'Zoom in', () => closer(1.6)),
          button('Storm', 'Storm: back to it', reset),
          button('All', 'Show all of the window', () => show([0, storm.length]))),
      slider, readout, caption);
  return {bar, tell, toggle, stop: () => watch.stop()};
}

// told is what has happened up to an instant, in figures.
function told(storm, at) {
  const now = state(storm, at);
  const [burst, average] = storm.meters;
  const figure = (n, text, bad = false) =>
    h('span', {class: bad ? 'bad' : null}, h('b', {}, String(n)), ` ${text}`);
  return [
    h('time', {}, when(storm, at)),
    figure(now.fill[0], `of ${burst.limit} hits in ${burst.span / 1000} s`, now.fill[0] > burst.limit),
    figure(now.fill[1], `of ${average.limit} in ${average.span / 1000} s`, now.fill[1] > average.limit),
    figure(now.dead, now.dead === 1 ? 'token killed' : 'tokens killed'),
    figure(now.refused, now.refused === 1 ? 'call refused with 401' : 'calls refused with 401'),
    now.banned ? h('span', {class: 'bad'}, h('b', {}, 'banned')) : '',
  ];
}
