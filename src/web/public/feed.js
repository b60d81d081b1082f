import { setMarkup, zone } from '/run.js';

const list = document.querySelector('[data-feed]');
const state = document.querySelector('[data-feed-state]');
const count = document.querySelector('[data-alarm-count]');
const announcer = document.querySelector('[data-announce]');
const title = document.title;
const mostItems = 100;
let unseen = 0;
let shown = 0;

/** Follows the alarms; the browser reconnects by itself and says which it saw last. */
export function startFeed() {
  const opened = Date.now();
  const source = new EventSource(`/api/feed?zone=${encodeURIComponent(zone)}`);
  source.addEventListener('item', (event) => addItem(JSON.parse(event.data), Date.now() - opened > 3000));
  source.addEventListener('open', () => {
    state.hidden = true;
  });
  source.addEventListener('error', () => {
    state.hidden = false;
    state.textContent = 'Notafter does not answer; trying again ...';
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    unseen = 0;
    document.title = title;
  });
}

function addItem({ html, tone, summary }, fresh) {
  list.querySelector('[data-empty]')?.remove();
  const item = document.createElement('article');
  item.className = fresh ? 'alarm fresh' : 'alarm';
  item.dataset.tone = tone;
  setMarkup(item, html);
  list.prepend(item);
  for (const old of [...list.children].slice(mostItems)) old.remove();
  shown = Math.min(mostItems, shown + 1);
  count.textContent = String(shown);
  if (!fresh) return;
  announcer.textContent = `Alarm: ${summary}`;
  if (!document.hidden) return;
  unseen += 1;
  document.title = `(${unseen}) ${title}`;
}
