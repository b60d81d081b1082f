import { askFirst } from '/ask-form.js';
import { encodeFiles, presentable } from '/attach.js';
import { openCard } from '/card.js';
import { jsonLines } from '/json-lines.js';

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** What is asked here again takes the place of what still runs here, and of nothing on another page. */
const page = [...crypto.getRandomValues(new Uint8Array(12))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');

/**
 * Posts a command and fills a card with its states as they stream in. `pressed` is the button that asked, if one did;
 * `renewed` the card that takes the answer, where it is not a new one.
 */
export async function runCommand(request, { pressed, renewed } = {}) {
  const { files = [], ...asked } = request;
  const card = renewed ?? openCard();
  // The new card may be far from the button: focus brings it into view and tells a screen reader.
  if (pressed !== undefined) card.focus();
  const leaving = new AbortController();
  const run = card.begin(wordsFor(request), () => leaving.abort());
  // A file's password and a token are not kept for a second time.
  const isKept = files.length === 0 && asked.secret === undefined;
  const again = isKept ? () => runCommand(request, { renewed: card }) : null;
  pressed?.setAttribute('aria-disabled', 'true');
  let form = null;
  try {
    const encoded = files.length === 0 ? {} : { files: await encodeFiles(files) };
    for await (const state of answerTo({ ...asked, ...encoded }, leaving.signal)) {
      if (state.form === undefined) run.show(state);
      else form = state.form;
    }
  } catch (thrown) {
    run.fail(leaving.signal.aborted ? 'Stopped.' : wordFor(thrown), again, thrown.login);
  } finally {
    run.end();
    pressed?.removeAttribute('aria-disabled');
  }
  if (form !== null) await fillIn(form, request, card);
}

/** Asks for what the command was called without, then runs it in the same card. */
async function fillIn(form, asked, card) {
  const filled = await askFirst(form.title, form.fields);
  if (filled !== null) return runCommand(withFilled(form.request, filled), { renewed: card });
  const run = card.begin(wordsFor(asked), () => {});
  run.fail('The form was not sent, so nothing was done.', () => runCommand(asked, { renewed: card }));
  run.end();
}

/** An empty box is an option that was not given. */
export function withFilled(request, filled) {
  const given = Object.entries({ ...request.values, ...filled }).filter(([, value]) => value !== '');
  return { ...request, values: Object.fromEntries(given) };
}

async function* answerTo(asked, signal) {
  const response = await fetch('/api/run', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...asked, zone, page, forms: true }),
    signal,
  });
  if (response.status === 401) throw loggedOut();
  if (!response.ok) throw new Error(await response.text());
  let ended = false;
  try {
    for await (const state of jsonLines(response.body)) {
      yield state;
      ended = state.final;
    }
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof TypeError)) throw thrown;
  }
  if (!ended) throw new Error('The connection was lost before the answer was complete.');
}

/** The login ran out, or was ended elsewhere. */
function loggedOut() {
  const login = `/login?next=${encodeURIComponent(location.pathname)}`;
  return Object.assign(new Error('You are logged out.'), { login });
}

function wordsFor(request) {
  const said = request.line === undefined ? lineOf(request) : presentable(request.line);
  const names = (request.files ?? []).map(({ name }) => name).join(', ');
  return names === '' ? said : `${said} (${names})`;
}

/** A button as one would type it. */
function lineOf({ command, action, values }) {
  const [first, ...others] = Object.entries(values);
  const words = [first?.[1], ...others.map(([name, value]) => `${name}:${value}`)];
  return [`/${command}`, action, ...words].filter((word) => word !== undefined && word !== '').join(' ');
}

function wordFor(thrown) {
  if (thrown instanceof TypeError) return 'Notafter does not answer. Is it still running?';
  return thrown instanceof Error ? thrown.message : String(thrown);
}
