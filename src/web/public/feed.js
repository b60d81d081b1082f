import { setMarkup } from '/markup.js';
import { tellAlarm } from '/page-title.js';
import { zone } from '/run.js';

const list = document.querySelector('[data-feed]');
const state = document.querySelector('[data-feed-state]');
const count = document.querySelector('[data-alarm-count]');
const announcer = document.querySelector('[data-announce]');
const mostItems = 100;
const againMs = 4000;
let seen = 0;

/** Follows the alarms; the browser reconnects by itself and says which change it saw last. */
export function startFeed() {
  const opened = Date.now();
  const source = new EventSource(`/api/feed?zone=${encodeURIComponent(zone)}&after=${seen}`);
  source.addEventListener('item', (event) => {
    seen = Number(event.lastEventId) || seen;
    takeItem(JSON.parse(event.data), Date.now() - opened > 3000);
  });
  source.addEventListener('open', () => {
    state.hidden = true;
  });
  source.addEventListener('error', () => {
    state.hidden = false;
    state.textContent = 'Notafter does not answer; trying again ...';
    // Refused, as by a proxy that stands before a Notafter that starts: the browser gives up there.
    if (source.readyState === EventSource.CLOSED) refused();
  });
}

async function refused() {
  const answer = await fetch('/api/session').catch(() => null);
  if (answer?.status !== 401) return setTimeout(startFeed, againMs);
  const link = document.createElement('a');
  link.href = `/login?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = 'Log in again';
  state.replaceChildren('You are logged out, so no alarms come in here. ', link);
}

/** What is there already is rewritten in its place; what answers something stands under it. */
function takeItem({ id, under, html, tone, summary }, fresh) {
  list.querySelector('[data-empty]')?.remove();
  const known = itemOf(id);
  const head = under === null ? null : itemOf(under);
  if (known !== null) rewrite(known, html, tone);
  else if (head !== null) threadOf(head, fresh).append(madeItem('li', 'event', { id, html, tone }, fresh));
  else list.prepend(madeItem('article', 'alarm', { id, html, tone }, fresh));
  for (const old of [...list.children].slice(mostItems)) old.remove();
  count.textContent = String(list.children.length);
  if (head !== null) recount(head);
  if (fresh) announce(summary, known !== null);
}

function itemOf(id) {
  return list.querySelector(`[data-item="${id}"]`);
}

function madeItem(name, kind, { id, html, tone }, fresh) {
  const item = document.createElement(name);
  item.className = fresh ? `${kind} fresh` : kind;
  item.dataset.item = String(id);
  item.tabIndex = -1;
  const words = document.createElement('div');
  words.className = 'words';
  item.append(words);
  rewrite(item, html, tone);
  return item;
}

/** A reader who is on one of its buttons stays there, or on the item where that button is gone. */
function rewrite(item, html, tone) {
  const words = item.querySelector(':scope > .words');
  const held = [...words.querySelectorAll('button')].indexOf(document.activeElement);
  setMarkup(words, html);
  item.dataset.tone = tone;
  if (held >= 0) (words.querySelectorAll('button')[held] ?? item).focus();
}

/** What happened since, oldest first; it can be folded away, and is where the alarm was over before anybody looked. */
function threadOf(head, fresh) {
  const there = head.querySelector(':scope > details > ol');
  if (there !== null) return there;
  const thread = document.createElement('details');
  thread.className = 'thread';
  thread.open = fresh || !['good', 'neutral'].includes(head.dataset.tone);
  const events = document.createElement('ol');
  thread.append(document.createElement('summary'), events);
  head.append(thread);
  return events;
}

function recount(head) {
  const thread = head.querySelector(':scope > details');
  if (thread === null) return;
  const events = thread.querySelectorAll(':scope > ol > li').length;
  thread.querySelector('summary').textContent = events === 1 ? '1 event since' : `${events} events since`;
}

function announce(summary, isRewritten) {
  announcer.textContent = `${isRewritten ? 'Now' : 'Alarm'}: ${summary}`;
  if (!isRewritten) tellAlarm();
}
