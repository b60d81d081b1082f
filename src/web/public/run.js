import { encodeFiles, presentable } from '/attach.js';

const answers = document.querySelector('[data-answers]');
const announcer = document.querySelector('[data-announce]');
const mostCards = 50;

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Posts a command and fills a card with its states as they stream in. `pressed` is the button that asked, if one did. */
export async function runCommand(request, pressed) {
  const leaving = new AbortController();
  const { files = [], ...asked } = request;
  const said = request.line === undefined ? lineOf(request) : presentable(request.line);
  const names = files.map(({ name }) => name).join(', ');
  const card = openCard(names === '' ? said : `${said} (${names})`, () => leaving.abort());
  // The new card may be far from the button: focus brings it into view and tells a screen reader.
  if (pressed !== undefined) card.focus();
  pressed?.setAttribute('aria-disabled', 'true');
  try {
    const encoded = files.length === 0 ? {} : { files: await encodeFiles(files) };
    const response = await fetch('/api/run', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...asked, ...encoded, zone }),
      signal: leaving.signal,
    });
    if (!response.ok) throw new Error(await response.text());
    let ended = false;
    for await (const state of jsonLines(response.body)) {
      card.show(state);
      ended = state.final;
    }
    if (!ended) throw new Error('The answer ended early. Did Notafter stop? Run the command again.');
  } catch (thrown) {
    card.fail(leaving.signal.aborted ? 'Stopped.' : wordFor(thrown));
  } finally {
    card.close();
    pressed?.removeAttribute('aria-disabled');
  }
}

/** A button as one would type it. */
function lineOf({ command, action, values }) {
  const [first, ...others] = Object.entries(values);
  const words = [first?.[1], ...others.map(([name, value]) => `${name}:${value}`)];
  return [`/${command}`, action, ...words].filter((word) => word !== undefined && word !== '').join(' ');
}

function openCard(said, stop) {
  answers.querySelector('[data-empty]')?.remove();
  const card = element('article', 'card running');
  const head = element('header', 'card-head');
  const title = element('h2', 'said');
  title.textContent = said;
  title.tabIndex = -1;
  const time = element('span', 'asked-at');
  time.textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const stopper = element('button', 'stop');
  stopper.type = 'button';
  stopper.textContent = 'Stop';
  stopper.addEventListener('click', stop);
  const body = element('div', 'card-body');
  head.append(title, stopper, time);
  card.append(head, body);
  card.setAttribute('aria-busy', 'true');
  answers.prepend(card);
  for (const old of [...answers.children].slice(mostCards)) old.remove();
  const onEscape = (event) => {
    if (event.key === 'Escape') stop();
  };
  document.addEventListener('keydown', onEscape);
  let shown = '';
  return {
    focus: () => title.focus(),
    show({ html, tone, summary, final }) {
      // What is the same stays, with the reader's selection in it.
      if (html !== shown) setMarkup(body, html);
      shown = html;
      card.dataset.tone = tone;
      if (final) announcer.textContent = summary;
    },
    fail(sentence) {
      const line = element('p', 'failure');
      line.textContent = sentence;
      body.append(line);
      announcer.textContent = sentence;
    },
    close() {
      document.removeEventListener('keydown', onEscape);
      card.classList.remove('running');
      card.removeAttribute('aria-busy');
      stopper.remove();
    },
  };
}

/** The server escaped it; the page's policy forbids script and style in it besides. */
export function setMarkup(parent, markup) {
  const holder = document.createElement('template');
  holder.innerHTML = markup;
  parent.replaceChildren(holder.content);
}

async function* jsonLines(body) {
  let rest = '';
  for await (const chunk of chunks(body.pipeThrough(new TextDecoderStream()))) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

/** Safari cannot iterate over a stream. */
async function* chunks(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function wordFor(thrown) {
  if (thrown instanceof TypeError) return 'Notafter does not answer. Is it still running?';
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function element(name, classes) {
  const made = document.createElement(name);
  made.className = classes;
  return made;
}
