// figures reads what the program put into the page: JSON, packed with gzip, in base64.
export async function unpack(id) {
  const text = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

// verdictOf tells how a contestant fared over the readings of its runs, or under one of them: it fails
// by a ban of its own, or a session that is lost.
export function verdictOf(contestant, reading = '') {
  const runs = contestant.verdicts.filter((v) => reading === '' || v.reading === reading);
  const failed = runs.filter((v) => !v.survives).length;
  if (runs.length === 0) return 'none';
  if (failed === 0) return 'survives';
  return failed === runs.length ? 'fails' : 'changes';
}
