/** A property as one or more lines of at most 75 octets, never cut inside a character (RFC 5545 §3.1). */
export function property(name: string, value: string): string {
  let line = '';
  let octets = 0;
  let folded = '';
  for (const character of `${name}:${value}`) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      folded += `${line}\r\n`;
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += size;
  }
  return `${folded}${line}\r\n`;
}

/** TEXT (§3.3.11): nothing in it can begin a property. Controls and what cannot be seen are left out. */
export function textValue(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, '\n')
    .replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** DATE-TIME in UTC (§3.3.5, form #2). */
export function utcValue(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
