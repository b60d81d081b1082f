import { UserError } from '../core/errors.ts';

/** Text as spreadsheets and editors save it: UTF-8, UTF-16 with its mark, or the code page of an old Windows. */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [first, second, third, fourth] = bytes;
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04) {
    throw new UserError(`${name} is a workbook or an archive, not text. Save it as CSV and send that.`);
  }
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) {
    throw new UserError(
      `${name} is no text. A list is CSV, YAML, JSON of Prometheus, or one target on each line.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
