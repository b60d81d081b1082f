import { derKindOf } from './der-kinds.ts';
import { readPemBody } from './pem/pem-body.ts';

const shortest = 48;

/** Bytes of a text that is base64 and nothing else; null for any other text. */
export function bareBase64(text: string): Buffer | null {
  const { der, headers, problem } = readPemBody(text);
  if (problem !== null || headers.size > 0 || der.length < shortest) return null;
  return Buffer.from(der);
}

/** Bytes of a hexadecimal dump without addresses: "30:82:03", "0x30, 0x82", "308203"; null for any other text. */
export function bareHex(text: string): Buffer | null {
  const digits = text.replace(/0x|[\s:,;{}[\]"']/gi, '');
  if (digits.length < 2 * shortest || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return null;
  return Buffer.from(digits, 'hex');
}

const mostRuns = 2000;
/** Of base64; its last line may be shorter. */
const shortestLine = 16;

/**
 * Pieces of base64 inside other text that decode to DER or to PEM: SAML metadata, a kubeconfig, the x5c of a key set.
 * Lines of one piece are joined.
 */
export function base64Runs(text: string): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const piece of text.replace(/\\{1,4}[nr]/g, '\n').split(/[^A-Za-z0-9+/=_\-\s]+/)) {
    const words = piece.split(/\s+/);
    for (let at = 0; at < words.length && found.length < mostRuns; at += 1) {
      const word = words[at] ?? '';
      if (word.length < shortestLine || !/^(?:MI[A-P]|LS0tLS1CRUdJT)/.test(word)) continue;
      const end = runEnd(words, at);
      const run = decoded(words.slice(at, end));
      const longer = isTelling(run) ? null : decoded(words.slice(at, end + 1));
      const best = longer !== null && isTelling(longer) ? longer : run;
      if (isTelling(best)) found.push(best);
      at = end - 1;
    }
  }
  return found;
}

/** Words of base64 are long; the last one of a piece may be short, and so may a word of prose behind it. */
function runEnd(words: readonly string[], from: number): number {
  let end = from + 1;
  while (end < words.length && !words[end - 1]?.endsWith('=') && (words[end] ?? '').length >= shortestLine)
    end += 1;
  return end;
}

function decoded(words: readonly string[]): Buffer {
  return Buffer.from(words.join(''), 'base64');
}

function isTelling(bytes: Buffer): boolean {
  return bytes.length >= shortest && (bytes.includes('-----BEGIN ') || derKindOf(bytes) !== 'unknown');
}
