import { presentable } from '/attach.js';

const debounceMs = 100;
const announcer = document.querySelector('[data-announce]');

/**
 * What may come next, under the box, as a combobox with a list (WAI-ARIA APG, "editable combobox with list
 * autocomplete"): focus stays in the box, and nothing is taken that was not chosen.
 */
export function createOffers(box, list) {
  let shown = [];
  let from = 0;
  let active = -1;
  let asked = null;
  let timer;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    asked = null;
    show([]);
  }

  function show(offers) {
    shown = offers;
    list.replaceChildren(...offers.map(optionOf));
    list.hidden = offers.length === 0;
    box.setAttribute('aria-expanded', String(offers.length > 0));
    point(-1);
  }

  function point(at) {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = at;
    const option = list.children[active];
    if (option === undefined) {
      box.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    box.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  function take(at) {
    const { value } = shown[at];
    const end = box.value.slice(box.selectionEnd).replace(/^\S+/, '');
    box.value = box.value.slice(0, from) + value + end.replace(/^\s/, '');
    box.setSelectionRange(from + value.length, from + value.length);
    close();
    box.dispatchEvent(new Event('input'));
    box.focus();
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const line = box.value.slice(0, box.selectionStart);
    try {
      const response = await fetch(`/api/suggest?line=${encodeURIComponent(line)}`, { signal });
      if (!response.ok) return show([]);
      const answer = await response.json();
      if (signal.aborted) return;
      from = answer.from;
      show(answer.offers);
      const { length } = answer.offers;
      if (length > 0) announcer.textContent = length === 1 ? '1 suggestion' : `${length} suggestions`;
    } catch {
      // Nobody asked to be told: without suggestions the line is typed to its end.
      if (!signal.aborted) show([]);
    }
  }

  box.addEventListener('input', (event) => {
    clearTimeout(timer);
    const isPlain = box.value.trim() !== '' && presentable(box.value) === box.value;
    if (!isPlain || event.isComposing || box.selectionStart !== box.selectionEnd) return close();
    timer = setTimeout(ask, debounceMs);
  });
  box.addEventListener('blur', close);
  // A press would take the focus from the box, and with it the list.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    if (option !== null) take([...list.children].indexOf(option));
  });

  const keys = {
    ArrowDown: () => point(active + 1 >= shown.length ? -1 : active + 1),
    ArrowUp: () => point(active === -1 ? shown.length - 1 : active - 1),
    Escape: close,
    Enter: () => active >= 0 && take(active),
    Tab: () => take(Math.max(active, 0)),
  };

  /** Whether the key was for the list. An open list that nothing was chosen of leaves Enter to the line. */
  function takesKey(event) {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      ask();
      return true;
    }
    if (shown.length === 0 || !Object.hasOwn(keys, event.key) || event.isComposing) return false;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
    if (event.key === 'Enter' && active < 0) return false;
    // After a blank nothing has been begun: Tab leaves the box, as it does everywhere.
    if (event.key === 'Tab' && active < 0 && from === box.selectionStart) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  }

  return { close, takesKey };
}

function optionOf({ label, detail }, at) {
  const option = document.createElement('li');
  option.id = `offer-${at}`;
  option.role = 'option';
  option.setAttribute('aria-selected', 'false');
  const name = document.createElement('span');
  name.className = 'offer-name';
  name.textContent = label;
  const words = document.createElement('span');
  words.className = 'offer-detail';
  words.textContent = detail;
  option.append(name, ' ', words);
  return option;
}
