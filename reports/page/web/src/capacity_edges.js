// joined makes one capacity of those that differ in one setting alone: its values become rows.
export function joined(capacities) {
  const key = (c) => JSON.stringify([c.scenario, c.field, c.from, c.to, c.until, (c.varied ?? []).map((v) => v.path),
    c.edges.map((e) => [e.strategy, e.reading])]);
  return [...grouped(capacities, key).values()].flatMap((group) => {
    const paths = (group[0].varied ?? []).map((v) => v.path);
    const differ = paths.filter((path, i) => new Set(group.map((c) => c.varied[i].value)).size > 1);
    if (group.length === 1 || differ.length !== 1) return group.map((c) => ({...c, commands: [c.command]}));
    const of = (c) => c.varied.find((v) => v.path === differ[0]).value;
    return [{...group[0], title: common(group.map((c) => c.title)), by: differ[0],
      varied: group[0].varied.filter((v) => v.path !== differ[0]), commands: group.map((c) => c.command),
      edges: group.flatMap((c) => c.edges.map((e) => ({...e, at: of(c)})))}];
  });
}

// grouped is Map.groupBy, which browsers have had since 2024 only.
function grouped(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...groups.get(key(one)) ?? [], one]);
  return groups;
}

// common is what all titles begin with, up to a comma.
function common([first, ...others]) {
  const parts = first.split(', ');
  while (parts.length > 1 && !others.every((t) => t.startsWith(`${parts.join(', ')},`))) parts.pop();
  return parts.join(', ');
}

// span is where the bar of an edge lies; nothing where nothing is survived. It begins at 0, for who
// survives a value survives all below: one step of the search would have no length otherwise.
export const span = (e, c) => e.side === 'none' ? null : e.side === 'least' ? [e.value, c.to] :
  [Math.min(0, c.from), e.side === 'all' ? c.to : e.value];

// end is the end of the axis: what lies far beyond every edge is left out.
export function end(c) {
  const most = Math.max(...c.edges.map((e) => e.side === 'largest' || e.side === 'none' ? e.next : c.to));
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.min(c.to, step * Math.ceil(1.2 * most / step));
}
