export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** As a client in London words a moment. */
export function dateWords(seconds: number, format: 'date' | 'time' | 'second'): string {
  const at = new Date(seconds * 1000);
  const part = (options: Intl.DateTimeFormatOptions) =>
    at.toLocaleString('en-GB', { timeZone: 'UTC', ...options });
  const clock = part({
    hour: '2-digit',
    minute: '2-digit',
    ...(format === 'second' ? { second: '2-digit' } : {}),
  });
  return format === 'date' ? part({ day: 'numeric', month: 'short', year: 'numeric' }) : clock;
}

export type PictureData = ReadonlyMap<string, Uint8Array>;

export function pictureTag(bytes: Uint8Array | undefined, alternative: string): string {
  if (bytes === undefined) return `<p class="alt">${escaped(alternative)}</p>`;
  const data = Buffer.from(bytes).toString('base64');
  return `<img src="data:image/png;base64,${data}" alt="${escaped(alternative)}">`;
}
