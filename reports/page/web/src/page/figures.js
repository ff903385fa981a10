// figures reads what the program put into the page: JSON, packed with gzip, in base64.
export async function unpack(id) {
  const text = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

// verdictOf tells how a contestant fared over the readings of its runs, or under one of them. A ban that
// the scenario imposes is not the contestant's.
export function verdictOf(contestant, reading = '') {
  const runs = contestant.verdicts.filter((v) => reading === '' || v.reading === reading);
  const banned = runs.filter((v) => v.own > 0).length;
  if (runs.length === 0) return 'none';
  if (banned === 0) return 'survives';
  return banned === runs.length ? 'banned' : 'changes';
}
