import {faint} from './palette.js';
import {box, cross, dot, rule, tag, write} from './pen.js';
import {drawMeters, meterName} from './meter.js';
import {marks, when} from './view.js';

// paint draws a storm's detail. scene holds the storm, its panels, the scale, the colours, the
// place of each request, the instant up to which it is seen (null: all), and what is picked.
export function paint(pen, scene) {
  const {panels, scale, cursor} = scene;
  ground(pen, scene);
  if (cursor === null) {
    within(pen, panels, panels.left, panels.right, () => content(pen, scene));
  } else {
    const x = Math.min(panels.right, Math.max(panels.left, scale(cursor)));
    within(pen, panels, x, panels.right, () => {
      pen.globalAlpha = 0.13;
      content(pen, {...scene, picked: null});
      pen.globalAlpha = 1;
    });
    within(pen, panels, panels.left, x, () => content(pen, scene));
    rule(pen, x, panels.axis.bottom, x, panels.height, scene.colours.ink, 1.5);
  }
  names(pen, scene);
}

function within(pen, panels, x0, x1, draw) {
  pen.save();
  pen.beginPath();
  pen.rect(x0, 0, x1 - x0, panels.height);
  pen.clip();
  draw();
  pen.restore();
}

function ground(pen, {storm, panels, scale, colours}) {
  const {left, right, axis, height} = panels;
  for (const band of [panels.tokens, ...panels.nodes]) {
    box(pen, left, band.top - 3, right, band.bottom + 3, colours.band);
  }
  const room = (right - left) / (panels.narrow ? 84 : 100);
  for (const mark of marks(storm, scale.view, room)) {
    const x = scale(mark.at);
    rule(pen, x, axis.bottom, x, height, colours.hair);
    if (x > left + 20 && x < right - 24) {
      write(pen, mark.text, x, axis.bottom - 9, colours.quiet, {align: 'center'});
    }
  }
}

function content(pen, scene) {
  const {storm, panels, scale, colours} = scene;
  banned(pen, scene);
  drawMeters(pen, scene);
  for (const bar of panels.tokens.bars) life(pen, scene, bar);
  for (const node of panels.nodes) {
    for (const bar of node.bars) {
      if (scale(bar.to) >= panels.left - 4 && scale(bar.from) <= panels.right + 4) {
        drawBar(pen, scene, bar, node.row);
      }
    }
  }
  links(pen, scene);
  if (scene.picked) guide(pen, scene);
  if (storm.ban && storm.ban.at >= 0) {
    const x = scale(storm.ban.at);
    rule(pen, x, panels.axis.bottom, x, panels.height, colours.refused, 2);
  }
}

function banned(pen, {storm, panels, scale, colours}) {
  if (!storm.ban) return;
  box(pen, scale(Math.max(0, storm.ban.at)), panels.axis.bottom, panels.right, panels.height,
      faint(colours.refused, 0.12));
}

// life draws a token from its issue to its death, which a cross marks where it was killed.
function life(pen, {panels, scale, colours, picked}, {token, from, to, y, row}) {
  const [x0, x1] = [scale(from), scale(to)];
  if (x1 < panels.left || x0 > panels.right) return;
  const height = panels.tokens.row - 2;
  const lit = picked && (picked === token || picked === token.issuer || picked === token.killer ||
      picked.token === token.number);
  box(pen, x0, y + 1, Math.max(x1, x0 + 1), y + 1 + height, row % 2 ? colours.lifeTwo : colours.life);
  if (lit) {
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.strokeRect(x0, y + 1, Math.max(x1 - x0, 1), height);
  }
  const seen = Math.max(x0, panels.left);
  const text = x1 - seen > 70 ? `token ${token.number}` : `${token.number}`;
  if (x1 - seen > 8 + 6 * text.length && height > 9) {
    write(pen, text, seen + 4, y + 1 + height / 2 + 0.5, colours.lifeInk, {size: 10, weight: 600});
  }
  if (token.died === null) return;
  if (token.killedBy > 0) {
    rule(pen, x1, y + 1, x1, y + 1 + height, colours.refused, 2);
    if (height > 9 && x1 - x0 > 4) cross(pen, x1, y + 1 + height / 2, 3.2, colours.refused, 1.8);
  } else {
    rule(pen, x1, y + 1, x1, y + 1 + height, colours.ink, 1.5, [2, 2]);
  }
}

// drawBar draws a user's action: waiting in grey, its requests upon it.
function drawBar(pen, scene, {action, hit, from, to, y}, row) {
  const {scale, colours, picked} = scene;
  const thick = Math.max(1.5, row - (row > 6 ? 3 : 1));
  if (action) {
    const top = y + (row - thick) / 2;
    const inset = row > 8 ? thick * 0.3 : 0;
    box(pen, scale(from), top + inset, Math.max(scale(to), scale(from) + 1), top + thick - inset,
        colours.wait);
    for (const leg of action.legs) request(pen, scene, leg, top, thick);
    if (action.ended !== null) outcome(pen, scene, action, top, thick);
    if (picked === action) {
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 1.5;
      pen.strokeRect(scale(from) - 1, top - 1, scale(to) - scale(from) + 2, thick + 2);
    }
  } else {
    request(pen, scene, hit, y + (row - thick) / 2, thick);
  }
}

// request draws a request's way there in the colour of its endpoint, and its way back in that of
// the answer; what the carrier decided is marked where it decided.
function request(pen, scene, leg, top, thick) {
  const {storm, scale, colours, picked} = scene;
  const [sent, answered] = [leg.sent ?? 0, leg.answered ?? storm.length];
  const x0 = scale(sent);
  const x1 = Math.max(scale(answered), x0 + 1);
  const there = leg.kind === 'hit' ? colours.token : colours.api;
  const middle = leg.judged === null ? x1 : Math.min(scale(leg.judged), x1);
  const y = top + thick / 2;
  box(pen, x0, top, middle, top + thick, there);
  if (leg.judged !== null) {
    const back = leg.status === 200 ? faint(there, 0.5) :
      leg.status === 403 ? colours.banned : colours.refused;
    box(pen, middle, top, x1, top + thick, back);
    if (thick >= 4) verdict(pen, leg, middle, y, Math.min(5, thick * 0.36), colours);
  } else if (leg.status === 0) {
    cross(pen, x1, y, Math.min(4, thick * 0.4), colours.quiet);
  }
  if (picked === leg) {
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.strokeRect(x0 - 1, top - 1, x1 - x0 + 2, thick + 2);
  }
}

function verdict(pen, leg, x, y, size, colours) {
  if (leg.kind === 'hit' && leg.token > 0) {
    dot(pen, x, y, size + 1.2, colours.paper);
    dot(pen, x, y, size, colours.good);
  } else if (leg.status === 401) {
    dot(pen, x, y, size + 1.8, colours.paper);
    cross(pen, x, y, size * 0.8, colours.refused, 2);
  } else if (leg.status === 403) {
    box(pen, x - size, y - size, x + size, y + size, colours.refused);
  }
}

function outcome(pen, {scale, colours}, action, top, thick) {
  const x = scale(action.ended);
  box(pen, x - 1, top - 1, x + 2, top + thick + 1,
      action.outcome === 200 ? colours.good : colours.refused);
}

// links leads from each renewal to the calls that were refused because it had killed their token.
function links(pen, scene) {
  const {storm, picked, cursor} = scene;
  const told = (link) => picked === link.hit || picked === link.call ||
      picked?.kind === 'token' && picked.number === link.call.token;
  const some = picked !== null && storm.links.some(told);
  for (const link of storm.links) {
    const fresh = cursor !== null && link.call.judged <= cursor &&
        cursor - link.call.judged < 0.06 * (scene.scale.view[1] - scene.scale.view[0]);
    const seen = link.call.judged <= scene.scale.view[1];
    if (some ? told(link) : seen) {
      arrow(pen, scene, link, some || fresh ? 0.95 : 0.28, some || fresh ? 2 : 1);
    }
  }
}

function arrow(pen, {scale, colours, place}, {hit, call}, alpha, width) {
  const [a, b] = [place(hit), place(call)];
  if (!a || !b || hit.judged === null || call.judged === null) return;
  const [x0, y0] = [scale(hit.judged), a.y + a.row / 2];
  const [x1, y1] = [scale(call.judged), b.y + b.row / 2];
  const bow = Math.max(14, Math.min(60, Math.abs(x1 - x0) * 0.4));
  pen.strokeStyle = faint(colours.link, alpha);
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.bezierCurveTo(x0 + bow, y0 + (y0 === y1 ? -10 : 0), x1 - bow, y1 + (y0 === y1 ? -10 : 0), x1, y1);
  pen.stroke();
  if (width > 1) {
    pen.fillStyle = faint(colours.link, alpha);
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x1 - 8, y1 - 4);
    pen.lineTo(x1 - 8, y1 + 4);
    pen.fill();
  }
}

// guide leads from a token request up to the token that it brought, and to the meter.
function guide(pen, {panels, scale, colours, picked}) {
  const hit = picked.kind === 'hit' ? picked : picked.killedBy ?? null;
  if (hit?.judged === null || hit === null) return;
  const x = scale(hit.judged);
  rule(pen, x, panels.meter.top, x, panels.nodes.at(-1).bottom, colours.link, 1, [3, 3]);
}

function names(pen, scene) {
  const {storm, panels, colours, scale} = scene;
  meterName(pen, scene);
  const {left, narrow} = panels;
  const side = (text, y, weight = 600, colour = colours.ink) =>
    write(pen, text, left - 8, y, colour, {size: narrow ? 10 : 11, weight, align: 'right'});
  const tokens = panels.tokens;
  if (tokens.owners.length > 1) {
    tokens.owners.forEach((owner, i) => side(narrow ? `c ${owner}` : `customer ${owner}`,
        tokens.top + (i + 0.5) * tokens.each * tokens.row, 400, colours.quiet));
    side(narrow ? 'tokens' : 'tokens of', tokens.top - 9);
  } else {
    side('tokens', (tokens.top + tokens.bottom) / 2);
  }
  for (const node of panels.nodes) {
    const middle = (node.top + node.bottom) / 2;
    side(`node ${node.node}`, middle - (narrow ? 0 : 7));
    if (!narrow) {
      const n = node.bars.filter((bar) => bar.action).length;
      side(`${n} call${n === 1 ? '' : 's'}`, middle + 7, 400, colours.quiet);
    }
  }
  const {ban} = storm;
  if (ban && ban.at <= scale.view[1]) {
    const x = scale(Math.max(ban.at, 0));
    tag(pen, `BAN${ban.rule ? ` under ${ban.rule}` : ''}${narrow ? '' : `, 403 until ${until(storm)}`}`,
        x + 1, panels.axis.bottom + 9, colours.paper, colours.refused, {from: left, to: panels.right});
  }
}

const until = (storm) =>
  when(storm, (storm.ban.until_ms - storm.origin) / storm.tick).replace(/\.\d+$/, '');
