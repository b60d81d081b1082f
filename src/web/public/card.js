import { element, setMarkup } from '/markup.js';
import { tellEnded, tellRunning } from '/page-title.js';

const answers = document.querySelector('[data-answers]');
const announcer = document.querySelector('[data-announce]');
const mostCards = 40;
/** Those that run, the newest last: Escape stops one at a time. */
const running = [];
const cards = new WeakMap();

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]') !== null) return;
  const here = running.find(({ holds }) => holds(document.activeElement));
  (here ?? running.at(-1))?.stop();
});

/** The card in which something stands; undefined: in none. */
export function cardOf(inside) {
  return cards.get(inside.closest('.card'));
}

/** A card for one answer. It can run again and again: what was there stays until there is something newer. */
export function openCard() {
  answers.querySelector('[data-empty]')?.remove();
  const box = element('article', 'card');
  const head = element('header', 'card-head');
  const title = element('h2', 'said');
  title.tabIndex = -1;
  const stopper = element('button', 'stop', 'Stop');
  stopper.type = 'button';
  stopper.hidden = true;
  const time = element('span', 'asked-at');
  const body = element('div', 'card-body');
  head.append(title, stopper, time);
  box.append(head, body);
  const wasAtTop = scrollY < 40;
  answers.prepend(box);
  if (wasAtTop) box.scrollIntoView({ block: 'nearest' });
  dropOld();
  let current = null;
  let shown = '';
  stopper.addEventListener('click', () => current?.stop());

  const card = {
    focus: () => title.focus(),
    /** One run in this card. An older one that still goes on there is stopped, and says nothing any more. */
    begin(asked, stop) {
      current?.retire();
      title.textContent = asked;
      const began = performance.now();
      const ticking = setInterval(tick, 1000);
      const run = { stop, holds: (other) => box.contains(other), retire: leave };
      current = run;
      running.push(run);
      tellRunning(1);
      box.classList.add('running');
      box.setAttribute('aria-busy', 'true');
      stopper.hidden = false;
      time.textContent = '';
      body.querySelector('.failure')?.remove();
      let over = false;

      function tick() {
        time.textContent = `${Math.floor((performance.now() - began) / 1000)} s`;
      }

      function leave() {
        if (over) return;
        over = true;
        clearInterval(ticking);
        running.splice(running.indexOf(run), 1);
        tellRunning(-1);
        if (current === run) current = null;
        stop();
      }

      return {
        show({ html, tone, summary, final }) {
          if (over) return;
          box.classList.remove('cut-off');
          // What is the same stays, with the reader's selection in it.
          if (html !== shown) renew(html);
          shown = html;
          box.dataset.tone = tone;
          if (!final) return;
          announcer.textContent = summary;
          tellEnded(tone, summary);
        },
        /** `again`: what a button does that tries once more; null: there is none. `login`: where to log in first. */
        fail(sentence, again, login = null) {
          if (over) return;
          body.querySelector('.failure')?.remove();
          const line = element('p', 'failure', sentence);
          if (login !== null) line.append(' ', loginLink(login));
          if (again !== null) line.append(' ', againButton(again));
          body.append(line);
          box.classList.add('cut-off');
          announcer.textContent = sentence;
          tellEnded('unknown', sentence);
        },
        end() {
          if (over) return;
          leave();
          box.classList.remove('running');
          box.removeAttribute('aria-busy');
          if (document.activeElement === stopper) title.focus();
          stopper.hidden = true;
          time.textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
        },
      };
    },
  };
  cards.set(box, card);
  return card;

  /** Who was on a button that is gone reads on at the top of the card. */
  function renew(html) {
    const held = body.contains(document.activeElement);
    setMarkup(body, html);
    if (held && document.activeElement === document.body) title.focus();
  }
}

function againButton(again) {
  const button = element('button', 'again', 'Run again');
  button.type = 'button';
  button.addEventListener('click', again);
  return button;
}

/** In a tab of its own: the answers here stay. */
function loginLink(login) {
  const link = element('a', '', 'Log in');
  link.href = login;
  link.target = '_blank';
  link.rel = 'noopener';
  return link;
}

/** A day's answers do not slow the page; what still runs stays. */
function dropOld() {
  for (const old of [...answers.children].slice(mostCards)) {
    if (!old.classList.contains('running')) old.remove();
  }
}
