import type { CipherSuite } from '../suites/cipher-suite.ts';
import { suiteOf, suitesFor } from '../suites/registry.ts';
import type { Answer, Taken } from './answer.ts';
import type { Asker } from './asker.ts';
import type { Offer } from './offer.ts';
import {
  type Decider,
  deciderOf,
  type Found,
  isRude,
  isWhole,
  oneByOne,
  type Question,
} from './one-by-one.ts';
import { readSsl2Hello, type Ssl2Hello, ssl2Hello } from './ssl2.ts';
import { scanVersions, tls13, type VersionName } from './versions.ts';

export type ScannedVersion = {
  readonly name: VersionName;
  readonly code: number;
  /** `unknown`: it could not be told. */
  readonly outcome: 'spoken' | 'refused' | 'unknown';
  /** How it was refused, or why it is not known: "protocol_version (alert 70)", "no answer in time"; null when spoken. */
  readonly why: string | null;
  /** In the order the server chose them; strongest first where the client decides. */
  readonly suites: readonly CipherSuite[];
  readonly decider: Decider;
  /** False: there may be more suites. */
  readonly complete: boolean;
};

/** With the answers behind it, for what else they tell. */
export type VersionLook = {
  readonly seen: ScannedVersion;
  readonly answers: readonly Taken[];
  readonly offer: Partial<Offer>;
};

/** Every version side by side; the suites of each one after the other. */
export async function scanVersionsOf(
  asker: Asker,
  onSeen: (words: string) => void = () => undefined,
): Promise<readonly VersionLook[]> {
  const modern = scanVersions.filter(({ code }) => code > 0x0002);
  const [looks, ssl2] = await Promise.all([
    Promise.all(modern.map((version) => lookAt(version, asker).then(told))),
    lookAtSsl2(asker),
  ]);
  return [...looks, ssl2];

  function told(look: VersionLook): VersionLook {
    const { name, outcome, suites } = look.seen;
    const count = suites.length === 1 ? '1 suite' : `${suites.length} suites`;
    onSeen(`${name}: ${outcome === 'spoken' ? count : outcome}`);
    return look;
  }
}

/** A hello of old software: some servers choke on several hundred suites, or on a hello without any key. */
const fewSuites = 64;

async function lookAt(
  { code, name }: { readonly code: number; readonly name: VersionName },
  asker: Asker,
): Promise<VersionLook> {
  const all = suitesFor(code);
  const plain = await listed(code, all, {}, asker);
  if (plain.chosen.length > 0) return finished(plain, {}, { code, name, asker });
  if (!isWorthAnother(plain.end)) return nothing({ code, name }, plain.end);
  if (code === tls13) {
    const offer = { withShares: true };
    const keyed = await listed(code, all, offer, asker);
    return keyed.chosen.length > 0
      ? finished(keyed, offer, { code, name, asker })
      : nothing({ code, name }, plain.end);
  }
  const pieces: Found[] = [];
  for (let at = 0; at < all.length; at += fewSuites) {
    const piece = await listed(code, all.slice(at, at + fewSuites), {}, asker);
    // The likely ones come first: where none of them is taken, few further connections are spent on it.
    if (at === 0 && piece.chosen.length === 0) return nothing({ code, name }, plain.end);
    pieces.push(piece);
  }
  return finished(await sorted(pieces, code, asker), {}, { code, name, asker });
}

function question(code: number, offer: Partial<Offer>, asker: Asker): Question {
  return {
    ask: (suites) => asker.ask({ version: code, suites, ...offer }, code === tls13 ? 'hello' : 'flight'),
    // A server that answers in another version does not speak this one.
    choiceIn: (answer) => (answer.version === code ? answer.cipherSuite : null),
  };
}

async function listed(
  code: number,
  suites: readonly number[],
  offer: Partial<Offer>,
  asker: Asker,
): Promise<Found> {
  const asked = question(code, offer, asker);
  const found = await oneByOne(suites, asked);
  const [first] = found.chosen;
  if (first === undefined || !isRude(found.end)) return found;
  // It hung up: if it still takes what it took before, it was for want of a suite.
  const again = await asked.ask([first]);
  return again.kind === 'taken' ? found : { ...found, end: { kind: 'unanswered', how: 'spent' } };
}

/** What came in pieces, asked for once more as one list: only then is there one order. */
async function sorted(pieces: readonly Found[], code: number, asker: Asker): Promise<Found> {
  const chosen = pieces.flatMap((piece) => piece.chosen);
  if (chosen.length > fewSuites) {
    return { chosen, answers: pieces.flatMap(({ answers }) => answers), end: pieces.at(-1)?.end ?? null };
  }
  return oneByOne(chosen, question(code, {}, asker));
}

/** Refused with protocol_version (70) there is nothing to try again. */
function isWorthAnother(end: Found['end']): boolean {
  return (
    end !== null &&
    end !== 'off-offer' &&
    end.kind === 'refused' &&
    end.alert?.number !== 70 &&
    end.how !== 'not-tls'
  );
}

type Version = { readonly code: number; readonly name: VersionName };

async function finished(
  found: Found,
  offer: Partial<Offer>,
  { code, name, asker }: Version & { readonly asker: Asker },
): Promise<VersionLook> {
  const decider = await deciderOf(found.chosen, question(code, offer, asker));
  const suites = found.chosen.map(suiteOf);
  const seen = {
    name,
    code,
    outcome: 'spoken',
    why: null,
    suites,
    decider,
    complete: isWhole(found),
  } as const;
  return { seen, answers: found.answers, offer };
}

function nothing({ code, name }: Version, end: Found['end']): VersionLook {
  const refused = end === 'off-offer' || end?.kind === 'refused';
  const seen = {
    name,
    code,
    outcome: refused ? 'refused' : 'unknown',
    why: endText(end),
    suites: [],
    decider: 'one',
    complete: refused,
  } as const;
  return { seen, answers: [], offer: {} };
}

const words = {
  closed: 'connection closed',
  reset: 'connection reset',
  'not-tls': 'answered with something that is not TLS',
  timeout: 'no answer in time',
  'not-connected': 'no connection',
  'not-upgraded': 'no change to TLS',
  'too-much': 'answered with more than a handshake',
  spent: 'not asked any more',
  aborted: 'not asked any more',
} as const;

function endText(end: Found['end']): string {
  if (end === 'off-offer' || end === null) return 'answered in another version';
  if (end.kind === 'unanswered') return words[end.how];
  if (end.how !== 'alert') return words[end.how];
  return end.alert === null ? 'alert' : `${end.alert.name} (alert ${end.alert.number})`;
}

const ssl2Ms = 2000;

async function lookAtSsl2(asker: Asker): Promise<VersionLook> {
  const version = { code: 0x0002, name: 'SSL 2.0' } as const;
  const hello = await asker.talk<Ssl2Hello | Answer>(
    {
      first: ssl2Hello(),
      step(inbound) {
        const read = readSsl2Hello(inbound);
        if (read === 'more') return { do: 'wait' };
        return {
          do: 'finish',
          value: read === 'other' ? { kind: 'refused', how: 'not-tls', alert: null } : read,
        };
      },
    },
    ssl2Ms,
  );
  if (hello === null || !('suites' in hello)) {
    const look = nothing(version, hello === null && !asker.sawAll() ? null : 'off-offer');
    // Servers of today hang up or wait for the rest of a record: neither is an answer in SSLv2.
    return { ...look, seen: { ...look.seen, why: 'no answer in SSLv2' } };
  }
  const seen = {
    ...version,
    outcome: 'spoken',
    why: null,
    suites: hello.suites,
    decider: 'client',
    complete: true,
  } as const;
  return { seen, answers: [], offer: {} };
}
