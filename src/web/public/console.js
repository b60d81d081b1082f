import { askFirst } from '/ask-form.js';
import { createAttachments, presentable } from '/attach.js';
import { startFeed } from '/feed.js';
import { createHistory } from '/history.js';
import { createOffers } from '/offers.js';
import { runCommand } from '/run.js';

const form = document.querySelector('[data-ask]');
const box = form.elements.namedItem('line');
const history = createHistory();
const attachments = createAttachments(form);
const offers = createOffers(box, document.querySelector('#offers'));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (attachments.asksFirst()) return;
  const { files, password, secret } = attachments.take();
  const line = box.value.trim() || (files.length === 0 ? '' : '/cert');
  if (line === '') return;
  history.add(presentable(line));
  box.value = '';
  box.dispatchEvent(new Event('input'));
  offers.close();
  const handed = files.length === 0 ? {} : { files, password };
  runCommand({ line, ...handed, ...(secret === '' ? {} : { secret }) });
});

box.addEventListener('keydown', (event) => {
  if (offers.takesKey(event)) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  box.value = event.key === 'ArrowUp' ? history.older(box.value) : history.newer();
  box.setSelectionRange(box.value.length, box.value.length);
  offers.close();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
  if (document.querySelector('dialog[open]') !== null) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
});

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  if (button === null) return;
  if (button.dataset.example !== undefined) takeExample(button.dataset.example);
  if (button.dataset.copy !== undefined) copyBeside(button);
  if (button.dataset.run !== undefined) {
    press(button);
  }
});

/** Runs what the button stands for, once it has been told what it asks for. */
async function press(button) {
  const request = JSON.parse(button.dataset.run);
  if (button.dataset.asks === undefined) return runCommand(request, button);
  const fields = JSON.parse(button.dataset.asks);
  const filled = await askFirst(button.textContent, fields);
  if (filled === null) return;
  const given = Object.entries({ ...request.values, ...filled }).filter(([, value]) => value !== '');
  return runCommand({ ...request, values: Object.fromEntries(given) }, button);
}

/** An example is put into the box, to be changed before it is run. */
function takeExample(example) {
  box.value = example;
  box.dispatchEvent(new Event('input'));
  box.focus();
  const word = example.lastIndexOf(' ') + 1;
  box.setSelectionRange(word === 0 ? example.length : word, example.length);
}

async function copyBeside(button) {
  const code = button.parentElement.querySelector('code').textContent;
  const word = await navigator.clipboard.writeText(code).then(
    () => 'Copied',
    () => 'Press Ctrl+C',
  );
  if (word !== 'Copied') getSelection().selectAllChildren(button.parentElement.querySelector('code'));
  button.textContent = word;
  document.querySelector('[data-announce]').textContent = word;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2000);
}

startFeed();
