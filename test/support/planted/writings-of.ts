/** How a text may stand in what was written: as it is, or in the ways that programs write bytes and text. */
export function writingsOf(secret: string): readonly string[] {
  const half = Math.floor(secret.length / 2);
  const pieces = half >= 16 ? [secret, secret.slice(0, half), secret.slice(half)] : [secret];
  return [...new Set(pieces.flatMap(waysOf))];
}

function waysOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    // Base64 of a text in the middle of another begins at one of three places; what its neighbours change is left out.
    ...[0, 1, 2].flatMap((shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      const sure = encoded.slice(Math.ceil((shift * 8) / 6), encoded.length - 1);
      return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ];
}
