/** Shorter ones stand in ordinary words. */
const shortest = 6;
/** Below it a secret may be part of a longer word that is none. */
const surelyAlone = 12;
/** Base64 of fewer characters may be anything. */
const shortestBase64 = 8;

/**
 * Takes secrets out of a text, as they are and as JSON, URLs and Basic credentials write them; for logs, which repeat what
 * others answered. A short one is taken out where it stands by itself: "notafter" is no part of `notafter_members` then.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter(({ length }) => length >= shortest);
  const plain = new Set(known.flatMap(writingsOf));
  const coded = new Set(known.flatMap(base64Of).filter(({ length }) => length >= shortestBase64));
  const ordered = [...plain, ...coded].toSorted((one, other) => other.length - one.length);
  const hiders = ordered.map((writing) => (coded.has(writing) ? everywhere(writing) : hiderOf(writing)));
  return (text) => hiders.reduce((left, hide) => hide(left), text);
}

type Hide = (text: string) => string;

function writingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  // A text that is quoted in a text is escaped twice.
  return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret)];
}

function hiderOf(writing: string): Hide {
  if (writing.length >= surelyAlone) return everywhere(writing);
  const escaped = writing.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'gu');
  const instead = insteadOf(writing);
  return (text) => (text.includes(writing) ? text.replace(word, instead) : text);
}

function everywhere(writing: string): Hide {
  const instead = insteadOf(writing);
  return (text) => text.replaceAll(writing, instead);
}

/** JSON stays JSON where a number has the digits of a secret. */
function insteadOf(writing: string): string {
  return /^\d+$/.test(writing) ? '0' : '[secret]';
}

/** In the middle of another text it begins at one of three places; what its neighbours change is left out. */
function base64Of(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
    return encoded.replace(/=+$/, '').slice(Math.ceil((shift * 8) / 6), -1);
  });
}
