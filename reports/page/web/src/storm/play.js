// player moves an instant through a view, so many times slower than life. show draws each frame.
// next(now) asks to be called back with the time in milliseconds, as requestAnimationFrame does.
export function player({show, ended, next = (step) => requestAnimationFrame(step)}) {
  let running = null;
  return {
    get playing() { return running !== null; },
    start({from, to, tick, times}) {
      const run = running = {};
      let began = null;
      const step = (now) => {
        if (running !== run) return;
        began ??= now;
        const at = Math.min(to, from + (now - began) / (tick * times));
        show(at);
        if (at < to) {
          next(step);
        } else {
          running = null;
          ended();
        }
      };
      next(step);
    },
    stop() { running = null; },
  };
}
