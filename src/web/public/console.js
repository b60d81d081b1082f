import { createAttachments, presentable } from '/attach.js';
import { startFeed } from '/feed.js';
import { createHistory } from '/history.js';
import { createOffers } from '/offers.js';
import { listenForPresses } from '/press.js';
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

listenForPresses();
document.addEventListener('click', (event) => {
  const example = event.target instanceof Element ? event.target.closest('[data-example]') : null;
  if (example !== null) takeExample(example.dataset.example);
});

/** An example is put into the box, to be changed before it is run. */
function takeExample(example) {
  box.value = example;
  box.dispatchEvent(new Event('input'));
  box.focus();
  const word = example.lastIndexOf(' ') + 1;
  box.setSelectionRange(word === 0 ? example.length : word, example.length);
}

startFeed();
