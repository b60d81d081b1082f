import { askFirst } from '/ask-form.js';
import { cardOf } from '/card.js';
import { runCommand, withFilled } from '/run.js';

/** Every button with a command runs it, wherever it stands; "Copy" copies the code beside it. */
export function listenForPresses() {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button === null) return;
    if (button.dataset.copy !== undefined) copyBeside(button);
    if (button.dataset.run !== undefined) press(button);
  });
}

/** Runs what the button stands for, once it has been told what it asks for. */
async function press(button) {
  const request = JSON.parse(button.dataset.run);
  const filled = button.dataset.asks === undefined ? {} : await askFor(button);
  if (filled === null) return;
  const renewed = button.dataset.again === undefined ? undefined : cardOf(button);
  await runCommand(withFilled(request, filled), { pressed: button, renewed });
  document.dispatchEvent(new CustomEvent('notafter:ran', { detail: request }));
}

function askFor(button) {
  return askFirst(button.textContent, JSON.parse(button.dataset.asks));
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
