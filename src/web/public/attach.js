const mostBytes = 1024 * 1024;
/** PEM, or a long run of base64 as certificates and key stores have it. */
const looksLikeFile = /-----BEGIN |^\s*(?:MI|\/u3\+7|zs7Oz)[A-Za-z0-9+/=\s]{58,}$/;

/** The box for files, and those for a password and a token beside it: filled by choosing, dropping or pasting, emptied by `take`. */
export function createAttachments(form) {
  const picker = form.elements.namedItem('file');
  const secret = form.elements.namedItem('secret');
  const secretRow = form.querySelector('[data-secret]');

  function put(files) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    picker.files = transfer.files;
    picker.dispatchEvent(new Event('change'));
  }

  picker.addEventListener('change', () => {
    secretRow.hidden = picker.files.length === 0;
    if (secretRow.hidden) secret.value = '';
  });
  form.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 && !looksLikeFile.test(text)) return;
    // It may be a private key: it goes into no box that shows or remembers it.
    event.preventDefault();
    put(files.length > 0 ? files : [new File([text], 'pasted text')]);
  });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    form.classList.toggle('over', event.dataTransfer?.types.includes('Files') === true);
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    form.classList.remove('over');
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    put(event.dataTransfer.files);
    form.elements.namedItem('line').focus();
  });

  // A token has a box of its own: the line is shown and remembered.
  const line = form.elements.namedItem('line');
  const token = form.elements.namedItem('token');
  const tokenRow = form.querySelector('[data-token]');
  const offerToken = () => {
    tokenRow.hidden = !/^\s*\/?token(\s|$)/i.test(line.value);
    if (tokenRow.hidden) token.value = '';
  };
  line.addEventListener('input', offerToken);
  form.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (event.target !== line || tokenRow.hidden || !/^\s*(bearer\s+)?eyJ\S+\s*$/i.test(text)) return;
    event.preventDefault();
    token.value = text.trim();
    token.focus();
  });

  return {
    /** Whether the box for a token is empty and wanted: then it is what comes next. */
    asksFirst() {
      const asks = !tokenRow.hidden && token.value === '';
      if (asks) token.focus();
      return asks;
    },
    /** The files, their password and a token; all boxes are empty afterwards. */
    take() {
      const taken = { files: [...picker.files], password: secret.value, secret: token.value };
      put([]);
      token.value = '';
      return taken;
    },
  };
}

/** Files as the server takes them; throws a sentence for the reader when they are too large. */
export async function encodeFiles(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > mostBytes) {
    const names = files.map(({ name }) => name).join(', ');
    throw new Error(
      `${names} has ${(size / mostBytes).toFixed(1)} MiB; 1 MiB is the most. Send only the certificates.`,
    );
  }
  return Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64Of(file) })));
}

function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result.slice(reader.result.indexOf(',') + 1)));
    reader.addEventListener('error', () => reject(new Error(`${file.name} cannot be read.`)));
    reader.readAsDataURL(file);
  });
}

/** The line as it may be shown and remembered: without a password, and without what was pasted into it. */
export function presentable(line) {
  if (/-----BEGIN /.test(line)) return `${line.split(/\s/)[0]} (pasted text)`.replace(/^-+/, '/cert ');
  return line.replace(/\beyJ[\w.-]{8,}/g, '(token)').replace(/\b((?:password|token)[:=])\s*\S+/gi, '$1...');
}
