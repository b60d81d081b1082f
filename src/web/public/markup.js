/**
 * Shows what the server sent: it escaped it, and the page's policy forbids script and style in it besides. What a reader
 * has opened or folded stays as they left it.
 */
export function setMarkup(parent, markup) {
  const before = [...parent.querySelectorAll('details.closer')];
  const holder = document.createElement('template');
  holder.innerHTML = markup;
  for (const [at, closer] of [...holder.content.querySelectorAll('details.closer')].entries()) {
    const old = before[at];
    if (old !== undefined && old.open !== Object.hasOwn(old.dataset, 'opens')) closer.open = old.open;
  }
  parent.replaceChildren(holder.content);
}

export function element(name, classes, text = '') {
  const made = document.createElement(name);
  made.className = classes;
  made.textContent = text;
  return made;
}
