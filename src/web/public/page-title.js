const plain = document.title;
const marks = { good: '✓', warning: '!', bad: '✗', unknown: '?' };
let running = 0;
let unseen = 0;
let last = '';

/** What the tab says while nobody looks at the page: what runs, how it ended, and how many alarms came meanwhile. */
export function tellRunning(change) {
  running += change;
  write();
}

export function tellEnded(tone, summary) {
  last = `${marks[tone] === undefined ? '' : `${marks[tone]} `}${summary.slice(0, 70)}`;
  write();
}

export function tellAlarm() {
  if (!document.hidden) return;
  unseen += 1;
  write();
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unseen = 0;
  write();
});

function write() {
  const state = running > 0 ? 'Running ...' : last;
  const words = state === '' ? plain : `${state} · ${plain}`;
  document.title = unseen === 0 ? words : `(${unseen}) ${words}`;
}
