let zoomTo = async () => {};
/** Which mark the reader was at, by its id, so that it stays the one that Tab reaches. */
let at = '';

const keys = { '+': 'in', '=': 'in', '-': 'out', 0: 'reset', ArrowLeft: 'earlier', ArrowRight: 'later' };

/** Marks to walk through, keys and gestures to zoom. `load` shows another address of this page. */
export function startTimelines(load) {
  if (load !== undefined) zoomTo = load;
  const timeline = document.querySelector('[data-timeline]');
  if (timeline === null || timeline.dataset.started !== undefined) return;
  timeline.dataset.started = '';
  const drawing = timeline.querySelector('[data-drawing]');
  makeReachable(drawing);
  timeline.addEventListener('keydown', (event) => onKey(event, timeline));
  drawing.addEventListener('focusin', ({ target }) => showTip(drawing, markOf(target)));
  drawing.addEventListener('focusout', () => showTip(drawing, null));
  drawing.addEventListener('pointerover', ({ target }) => showTip(drawing, markOf(target)));
  drawing.addEventListener('pointerleave', () => showTip(drawing, markOf(document.activeElement)));
  zoomByWheel(drawing);
  zoomByPinch(drawing);
}

function markOf(element) {
  return element instanceof Element ? element.closest('.timeline-mark') : null;
}

/** Only one mark of each drawing is reached by Tab. */
function makeReachable(drawing) {
  for (const svg of drawing.querySelectorAll('svg')) {
    const marks = [...svg.querySelectorAll('.timeline-mark')];
    const first = marks.find(({ id }) => id === at) ?? marks[0];
    first?.setAttribute('tabindex', '0');
    // The page has its own way to show what a mark says.
    for (const mark of marks) mark.querySelector('title')?.remove();
  }
}

function onKey(event, timeline) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('details') !== null) return;
  if (walk(event)) return event.preventDefault();
  const way = keys[event.key];
  if (way === undefined) return;
  event.preventDefault();
  follow(timeline, way);
}

/** Up and down, to the first and the last. */
function walk({ key, target }) {
  const mark = markOf(target);
  if (mark === null) return false;
  const marks = [...mark.closest('svg').querySelectorAll('.timeline-mark')];
  const here = marks.indexOf(mark);
  const places = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: marks.length - 1 };
  if (!Object.hasOwn(places, key)) return false;
  const next = marks[Math.min(marks.length - 1, Math.max(0, places[key]))];
  mark.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  at = next.id;
  next.focus();
  return true;
}

/** The links know the addresses; whoever was in the drawing stays in it, at another mark where theirs is gone. */
async function follow(timeline, way) {
  const link = timeline.querySelector(`[data-zoom="${way}"]`);
  if (link === null) return;
  const held = markOf(document.activeElement);
  if (held !== null) at = held.id;
  await zoomTo(link.getAttribute('href'));
  const drawn = document.querySelector('[data-timeline]');
  document.querySelector('[data-announce]').textContent = drawn?.querySelector('h2')?.textContent ?? '';
  if (held === null || markOf(document.activeElement) !== null) return;
  const marks = [...(drawn?.querySelectorAll('.timeline-mark[tabindex="0"]') ?? [])];
  const shown = marks.find((mark) => mark.getClientRects().length > 0);
  (shown ?? drawn?.querySelector('[data-zoom]'))?.focus();
}

function showTip(drawing, mark) {
  const tip = drawing.querySelector('[data-tip]');
  tip.hidden = mark === null;
  if (mark === null) return;
  tip.textContent = mark.getAttribute('aria-label');
  const box = mark.getBoundingClientRect();
  const ground = drawing.getBoundingClientRect();
  const room = ground.width - tip.offsetWidth;
  tip.style.left = `${Math.max(0, Math.min(room, ground.width / 2 - tip.offsetWidth / 2))}px`;
  tip.style.top = `${box.top - ground.top - tip.offsetHeight - 2}px`;
}

/** Ctrl and wheel, which is also what a pinch on a touchpad says. */
function zoomByWheel(drawing) {
  let turned = 0;
  let waiting = 0;
  drawing.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turned += event.deltaY;
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (turned !== 0) follow(drawing.closest('[data-timeline]'), turned < 0 ? 'in' : 'out');
        turned = 0;
      }, 80);
    },
    { passive: false },
  );
}

function zoomByPinch(drawing) {
  const down = new Map();
  let begun = 0;
  const spread = () => {
    const [one, other] = [...down.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  drawing.addEventListener('pointerdown', ({ pointerId, clientX: x, clientY: y, pointerType }) => {
    if (pointerType !== 'touch') return;
    down.set(pointerId, { x, y });
    if (down.size === 2) begun = spread();
  });
  drawing.addEventListener('pointermove', ({ pointerId, clientX: x, clientY: y }) => {
    if (down.has(pointerId)) down.set(pointerId, { x, y });
  });
  for (const name of ['pointerup', 'pointercancel']) {
    drawing.addEventListener(name, ({ pointerId }) => {
      const ratio = down.size === 2 && begun > 0 ? spread() / begun : 1;
      down.delete(pointerId);
      begun = 0;
      if (ratio > 1.25 || ratio < 0.8) follow(drawing.closest('[data-timeline]'), ratio > 1 ? 'in' : 'out');
    });
  }
}
