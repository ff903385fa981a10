import {clock} from './format.js';

// Charts with a row for each strategy: the name at the left, or above the row on a phone.

const narrow = 620;

// rows lays out: axes and grid for these names in this width. right is the room for numbers.
export function rows(names, colours, width, {row = 22, right = 24, top = 8, nameWidth = 196} = {}) {
  const tight = width < narrow;
  const rowHeight = tight ? row + 12 : row;
  const height = top + names.length * rowHeight + 30;
  return {
    tight, height, rowHeight,
    grid: {left: tight ? 8 : nameWidth, right: tight ? 16 : right, top, bottom: 30},
    yAxis: {
      type: 'category', inverse: true, data: names,
      axisLine: {show: false}, axisTick: {show: false},
      splitArea: {show: true, interval: 0, areaStyle: {color: [colours.paper, `${colours.hair}66`]}},
      axisLabel: tight ?
        {color: colours.ink, fontSize: 12, interval: 0, inside: true, align: 'left', margin: 0,
          verticalAlign: 'bottom', padding: [0, 0, rowHeight / 2 - 15, 0]} :
        {color: colours.ink, fontSize: 12, interval: 0, align: 'left', margin: nameWidth - 6,
          width: nameWidth - 14, overflow: 'truncate'},
    },
    // On a phone marks lie in the lower part of the row, under the name.
    lower: tight ? 8 : 0,
    // Bars do when something invisible has the upper part.
    above: tight ? [{type: 'bar', stack: 'above', barWidth: 11, barGap: '45%', data: []}] : [],
  };
}

// column is a second axis of a row chart that writes a text at the right end of each row.
export const column = (layout, colours, texts) => ({
  ...layout.yAxis, position: 'right', splitArea: {show: false},
  axisLabel: {color: colours.quiet, fontSize: 11, interval: 0, align: 'right', margin: 68,
    padding: [layout.tight ? 16 : 0, 0, 0, 0], formatter: (_, i) => texts[i]},
});

// columnWidth is the room that a column takes.
export const columnWidth = 76;

// valueAxis is an axis of numbers with a light grid.
export function valueAxis(colours, axis) {
  return {
    axisLine: {show: false}, axisTick: {show: false},
    splitLine: {lineStyle: {color: colours.hair}}, ...axis,
    axisLabel: {color: colours.quiet, fontSize: 11, hideOverlap: true, ...axis.axisLabel},
  };
}

// timeAxis is a valueAxis of milliseconds since a run's start, with ticks at round times.
// view is how much of it is to be seen.
export function timeAxis(colours, length, axis = {}, view = length) {
  const steps = [1e3, 2e3, 5e3, 1e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5, 864e5];
  const interval = steps.find((s) => view <= 6 * s) ?? 864e5 * Math.ceil(length / 864e5 / 6);
  return valueAxis(colours, {type: 'value', min: 0, max: length, interval, ...axis,
    axisLabel: {formatter: clock, showMaxLabel: length % interval === 0, ...axis.axisLabel}});
}

// spread reports whether counts differ so much that the smallest would not be seen on a linear axis.
export function spread(values) {
  const positive = values.filter((v) => v > 0);
  return positive.length > 0 && Math.max(...positive) / Math.min(...positive) >= 50;
}

// tooltip looks alike in all charts.
export const tooltip = (colours, formatter, more = {}) => ({
  confine: true, backgroundColor: colours.paper, borderColor: colours.line,
  textStyle: {color: colours.ink, fontSize: 13}, formatter, ...more,
});
