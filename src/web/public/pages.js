import { listenForPresses } from '/press.js';
import { zone } from '/run.js';
import { startTimelines } from '/timeline.js';

const announcer = document.querySelector('[data-announce]');
const filter = document.querySelector('[data-filter]');
const zoneName = 'notafter_zone';
let loading = new AbortController();

/** Asks for an address of this page and puts in what is new, so that what the reader holds stays where it is. */
export async function load(address, keep = 'push') {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  let response;
  try {
    response = await fetch(address, { headers: { accept: 'text/html' }, signal });
  } catch (_thrown) {
    if (!signal.aborted) announcer.textContent = 'Notafter does not answer. Is it still running?';
    return false;
  }
  // What was removed has no page any more; what is shown of it stays until the reader leaves.
  if (!response.ok) return false;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (signal.aborted) return false;
  if (keep === 'push') history.pushState(null, '', address);
  if (keep === 'replace') history.replaceState(null, '', address);
  swapLive(fresh);
  return true;
}

function swapLive(fresh) {
  const held = document.activeElement?.id ?? '';
  const open = [...document.querySelectorAll('[data-live] details[open][id]')].map(({ id }) => id);
  for (const part of document.querySelectorAll('[data-live]')) {
    const renewed = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (renewed !== null) part.replaceChildren(...renewed.childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (held !== '' && document.activeElement?.id !== held) document.getElementById(held)?.focus();
  startTimelines();
}

function here() {
  return location.pathname + location.search;
}

/** Only what was typed or chosen stands in the address. */
function filterAddress() {
  const entries = [...new FormData(filter)].filter(
    ([name, value]) => value !== '' && !(name === 'sort' && value === 'end'),
  );
  const said = new URLSearchParams(entries);
  return said.size === 0 ? '/watch' : `/watch?${said}`;
}

function startFilter() {
  let waiting = 0;
  const apply = async () => {
    if (!(await load(filterAddress(), 'replace'))) return;
    announcer.textContent = document.querySelector('[data-found]')?.dataset.found ?? '';
  };
  filter.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 250);
  });
  filter.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    apply();
  });
}

/** A link that only changes what the list shows needs no new page. */
function startLinks() {
  document.addEventListener('click', async (event) => {
    const link =
      event.target instanceof Element ? event.target.closest('[data-live] a[href^="/watch"]') : null;
    if (link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (location.pathname !== '/watch') return;
    event.preventDefault();
    const address = link.getAttribute('href');
    if (await load(address)) showInForm(address);
  });
  addEventListener('popstate', async () => {
    if (await load(here(), 'keep')) showInForm(here());
  });
}

function showInForm(address) {
  const said = new URL(address, location.origin).searchParams;
  for (const name of ['q', 'owner', 'label']) filter.elements.namedItem(name).value = said.get(name) ?? '';
  filter.elements.namedItem('sort').value = said.get('sort') ?? 'end';
  for (const name of ['state', 'days', 'from']) keepHidden(name, said.get(name));
}

function keepHidden(name, value) {
  const known = filter.querySelector(`input[type="hidden"][name="${name}"]`);
  if (value === null) return known?.remove();
  const box = known ?? document.createElement('input');
  box.type = 'hidden';
  box.name = name;
  box.value = value;
  if (known === null) filter.append(box);
}

/** The server words dates; it knows no zone but the one that was told. */
function tellZone() {
  if (document.querySelector('main').dataset.zone === zone) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the other way is open to pages over https only.
  document.cookie = `${zoneName}=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=strict`;
  load(here(), 'keep');
}

/** An open menu is left by Escape and by going elsewhere, as menus are. */
function startMenus() {
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' ? document.activeElement?.closest('.row-acts details[open]') : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  document.addEventListener('focusin', closeOthers);
  document.addEventListener('pointerdown', closeOthers);
}

function closeOthers({ target }) {
  for (const menu of document.querySelectorAll('.row-acts details[open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
}

listenForPresses();
tellZone();
if (filter !== null) {
  startFilter();
  startLinks();
}
startMenus();
startTimelines((address) => load(address, 'replace').then(() => showInForm(address)));
document.addEventListener('notafter:ran', () => load(here(), 'keep'));
