import { element } from '/markup.js';

/**
 * Asks in a dialog for what a button wants to know. Resolves to what was filled in, by name, or to null when the reader
 * changed their mind. Focus goes back to the button by itself.
 */
export function askFirst(title, fields) {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask-form';
  const heading = element('h2', 'ask-form-title', title.replace(/[.\u2026\s]+$/, ''));
  heading.id = 'ask-form-title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const form = document.createElement('form');
  form.method = 'dialog';
  form.autocomplete = 'off';
  const cancel = element('button', 'plain', 'Cancel');
  cancel.type = 'button';
  const send = element('button', 'primary', 'Send');
  const buttons = element('div', 'buttons');
  buttons.append(send, cancel);
  form.append(heading, ...fields.map(fieldRow), buttons);
  dialog.append(form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let filled = null;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      filled = Object.fromEntries(
        fields.map(({ name, emptied }) => [name, form.elements.namedItem(name).value.trim() || emptied]),
      );
      dialog.close();
    });
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(filled);
    });
    dialog.showModal();
    form.querySelector('input, select').focus();
  });
}

function fieldRow({ name, summary, choices, isSecret, isRequired, value }) {
  const row = element('div', 'field');
  const label = element('label', 'field-name', isRequired || value !== '' ? name : `${name} (if you like)`);
  const box = choices.length > 0 ? selectBox(choices, isRequired) : document.createElement('input');
  box.id = `ask-form-${name}`;
  box.name = name;
  box.required = isRequired;
  box.value = value;
  label.htmlFor = box.id;
  const hint = element('p', 'hint', summary);
  hint.id = `${box.id}-hint`;
  box.setAttribute('aria-describedby', hint.id);
  if (box instanceof HTMLInputElement) {
    box.type = isSecret ? 'password' : 'text';
    box.maxLength = 4000;
  }
  row.append(label, box, hint);
  return row;
}

function selectBox(choices, isRequired) {
  const box = document.createElement('select');
  if (!isRequired) box.append(new Option('', ''));
  for (const choice of choices) box.append(new Option(choice, choice));
  return box;
}
