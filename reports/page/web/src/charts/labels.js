// Labels of points in a plane: who matters is named first, whatever kind he is of; labels keep off one
// another, off the marks and off the threshold, and a line leads to those that stand away.

const charWidth = 6.3; // of 11 px text, an upper bound of its mean (measured)
const lineHeight = 14;
const together = 7; // points that near share a label

// must is the last rank that is named in any case.
const must = 2;

// groups joins points that lie in one place; the first name of a group matters most.
export function groups(points) {
  const all = [];
  for (const q of [...points].sort((a, b) => a.rank - b.rank)) {
    const near = all.find((g) => Math.hypot(g.px - q.px, g.py - q.py) <= together);
    if (near) near.points.push(q);
    else all.push({px: q.px, py: q.py, rank: q.rank, points: [q]});
  }
  return all;
}

// words names those of a group that matter, and of the others as many as there is room for.
export function words(group, most) {
  const names = group.points.map((q) => q.name);
  const needed = group.points.filter((q) => q.rank <= must).length;
  const told = names.length <= Math.max(most, needed) ? names.length : Math.max(1, needed, most - 1);
  const rest = names.length - told;
  return names.slice(0, told).join(', ') + (rest > 0 ? ` +${rest}` : '');
}

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// places are boxes for a label of this width around a point, the nearest first.
function* places({px, py, rank: r}, width) {
  const beside = r <= 1 ? 12 : 9; // beyond a ring
  for (const away of r <= must ? [0, 16, 30, 46, 64, 84, 110, 140] : r === must + 1 ? [0, 16, 30] : [0]) {
    for (const up of away === 0 ? [0] : [-1, 1]) {
      for (const side of [1, -1]) {
        const x = side > 0 ? px + beside + away / 3 : px - beside - away / 3 - width;
        yield {x, y: py + up * away - lineHeight / 2, width, height: lineHeight};
      }
    }
    if (away > 0) for (const up of [-1, 1]) yield {x: px - width / 2, y: py + up * away - lineHeight / 2, width, height: lineHeight};
  }
}

// labels places them: {text, x, y, rank, leader}. room is the box that they stay in, threshold the
// height of a line that they do not lie on. points have px and py,
// and from and to where an interval is drawn.
export function labels(points, {room, threshold, most}) {
  const taken = points.flatMap(({px, py, from = px, to = px}) => [{x: px - 5, y: py - 5, width: 10, height: 10},
    {x: from, y: py - 1, width: to - from, height: 2}]);
  taken.push({x: room.x, y: threshold - 1, width: room.width, height: 2});
  const placed = [];
  for (const g of groups(points)) {
    for (let n = most; n >= 1; n--) {
      const text = words(g, n);
      const width = text.length * charWidth;
      const box = [...places(g, width)].find((b) => b.x >= room.x && b.x + width <= room.x + room.width &&
          b.y >= room.y && b.y + lineHeight <= room.y + room.height && !taken.some((t) => overlap(b, t)));
      if (!box) continue;
      taken.push(box);
      const middle = box.y + lineHeight / 2;
      const near = Math.min(Math.max(g.px, box.x), box.x + width);
      placed.push({text, x: box.x, y: middle, width, rank: g.rank, leader: Math.abs(middle - g.py) < 8 ? null :
        {x1: g.px, y1: g.py, x2: near, y2: middle > g.py ? box.y : box.y + lineHeight}});
      break;
    }
  }
  return placed;
}
