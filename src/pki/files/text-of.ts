/** Text in whatever encoding editors and PowerShell leave behind; a byte order mark is taken off. */
export function textOfBytes(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return view.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return bigEndian(view.subarray(2));
  if (first === 0xef && second === 0xbb && third === 0xbf) return view.toString('utf8', 3);
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return view.toString('utf16le');
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return bigEndian(view);
  return view.toString('utf8');
}

function bigEndian(bytes: Buffer): string {
  const whole = bytes.subarray(0, bytes.length & ~1);
  return Buffer.from(whole).swap16().toString('utf16le');
}

/** Whether a person could read it: no controls but line ends and tabs, and what was decoded was text. */
export function isReadable(text: string): boolean {
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text.slice(0, 4096));
}

/** Undoes the URL encoding in which proxies hand certificates on (nginx, Envoy, Traefik). */
export function unescapedUrl(text: string): string {
  if (!/BEGIN(?:%20|\+)[A-Z0-9]/.test(text)) return text;
  const spaced = text.includes('BEGIN+') ? text.replaceAll('+', ' ') : text;
  return spaced.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
