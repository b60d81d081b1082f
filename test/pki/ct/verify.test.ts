import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { embeddedScts } from '../../../src/pki/ct/delivered-scts.ts';
import { bundledLogList, readLogList } from '../../../src/pki/ct/log-list.ts';
import { readSctList } from '../../../src/pki/ct/sct.ts';
import { judgeSct } from '../../../src/pki/ct/sct-verdict.ts';
import { precertEntry, x509Entry } from '../../../src/pki/ct/signed-entry.ts';
import { readPem } from '../../../src/pki/files/pem/pem.ts';
import { isSignedBy } from '../../../src/pki/signatures/verify-signature.ts';
import {
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import {
  type ForgedLog,
  forgeLog,
  forgeLoggedLeaf,
  logListText,
  type SctSpec,
  sctList,
  sctOver,
  x509EntryOf,
} from '../../support/certificates/logs.ts';
import { readForged } from '../../support/certificates/read.ts';

const at = daysFrom(fixedNow, -30);
const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const issuer = parsed(intermediate.der);

function parsed(der: Uint8Array): Certificate {
  return readForged({ der: Buffer.from(der) });
}

/** What is said of the one SCT embedded in a leaf. */
function verdictOn(sct: SctSpec, listed: readonly ForgedLog[] = [sct.log]) {
  const leaf = parsed(forgeLoggedLeaf(intermediate, {}, [sct]).der);
  const { scts, problems } = embeddedScts(leaf);
  expect(problems).toEqual([]);
  const entry = precertEntry(leaf, issuer);
  const list = readLogList(logListText(listed.length === 0 ? [forgeLog('Other')] : listed));
  return scts.map((one) => judgeSct(one, { source: 'certificate', leaf, entry, list, now: fixedNow }))[0];
}

describe('an embedded SCT', () => {
  it.each(['p256', 'rsa2048', 'rsa3072'] as const)('verifies when a log with a %s key signed it', (key) => {
    const log = forgeLog('Alpha', { key });
    const verdict = verdictOn({ log, at });
    expect(verdict?.fault).toBeNull();
    expect(verdict?.log).toMatchObject({ operator: 'Alpha', tiled: false, retired: null });
    expect(verdict?.timestamp).toEqual(at);
  });

  it('verifies under an issuer of another kind, with other extensions after it', () => {
    const authority = forgeIntermediate(root, { key: 'rsa2048' });
    const log = forgeLog('Alpha');
    const der = forgeLoggedLeaf(authority, { mustStaple: true, dns: ['a.test', 'b.test'] }, [
      { log, at },
    ]).der;
    const leaf = parsed(der);
    const list = readLogList(logListText([log]));
    const entry = precertEntry(leaf, parsed(authority.der));
    const [sct] = embeddedScts(leaf).scts;
    if (sct === undefined) throw new Error('one SCT was embedded');
    expect(judgeSct(sct, { source: 'certificate', leaf, entry, list, now: fixedNow }).fault).toBeNull();
    const wrong = precertEntry(leaf, parsed(root.der));
    expect(
      judgeSct(sct, { source: 'certificate', leaf, entry: wrong, list, now: fixedNow }).fault?.kind,
    ).toBe('bad-signature');
  });

  const log = forgeLog('Alpha');
  const inTime: readonly [Date, Date] = [daysFrom(fixedNow, 30), daysFrom(fixedNow, 90)];
  const later: readonly [Date, Date] = [daysFrom(fixedNow, 61), daysFrom(fixedNow, 200)];
  const tooEarly: readonly [Date, Date] = [daysFrom(fixedNow, -90), daysFrom(fixedNow, 60)];
  it.each([
    ['one bit is flipped', { log, at, broken: true }, 'bad-signature'],
    ['it names RSA under an EC key', { log, at, algorithm: 1 }, 'bad-signature'],
    ['it names SHA-512', { log, at, hash: 6 }, 'bad-signature'],
    ['its time has not come', { log, at: daysFrom(fixedNow, 1) }, 'future'],
    ['its time is within the error of our clock', { log, at: new Date(fixedNow.getTime() + 60_000) }, null],
    ['the log takes such certificates', { log: forgeLog('A', { interval: inTime }), at }, null],
    ['notAfter is the excluded end', { log: forgeLog('A', { interval: tooEarly }), at }, 'outside-interval'],
    ['the log takes later ones only', { log: forgeLog('A', { interval: later }), at }, 'outside-interval'],
    [
      'the log is to be retired tomorrow',
      { log: forgeLog('A', { state: 'retired', since: daysFrom(fixedNow, 1) }), at },
      null,
    ],
    ['the log is rejected', { log: forgeLog('A', { state: 'rejected' }), at }, 'log-disqualified'],
    ['the log is pending', { log: forgeLog('A', { state: 'pending' }), at }, 'log-disqualified'],
    ['the log is read-only', { log: forgeLog('A', { state: 'readonly' }), at }, null],
    ['the log was retired later', { log: forgeLog('A', { state: 'retired', since: fixedNow }), at }, null],
    [
      'the log was retired before',
      { log: forgeLog('A', { state: 'retired', since: at }), at },
      'log-disqualified',
    ],
    ['a static log says the place', { log: forgeLog('A', { tiled: true }), at }, null],
    [
      'a static log says no place',
      { log: forgeLog('A', { tiled: true }), at, leafIndex: false },
      'no-leaf-index',
    ],
  ] as const)('when %s', (_when, sct, kind) => {
    expect(verdictOn(sct)?.fault?.kind ?? null).toBe(kind);
  });

  it('of a log that is retired since, or will be, says which', () => {
    const since = daysFrom(fixedNow, -1);
    const until = (moment: Date) => ({ log: forgeLog('A', { state: 'retired', since: moment }), at });
    expect(verdictOn(until(since))?.log?.retired).toEqual(since);
    expect(verdictOn(until(daysFrom(fixedNow, 1)))?.log?.retired).toBeNull();
  });

  it('is of an unknown log when the list has another', () => {
    expect(verdictOn({ log, at }, [])?.fault?.kind).toBe('unknown-log');
  });
});

describe('an SCT sent in the handshake', () => {
  it('is over the certificate as it is', () => {
    const log = forgeLog('Alpha');
    const { der } = forgeLeaf(intermediate);
    const leaf = parsed(der);
    const { scts } = readSctList(sctList([sctOver(x509EntryOf(der), { log, at })]));
    const list = readLogList(logListText([log]));
    const verdicts = scts.map((sct) =>
      judgeSct(sct, { source: 'tls', leaf, entry: x509Entry(leaf), list, now: fixedNow }),
    );
    expect(verdicts.map(({ fault }) => fault)).toEqual([null]);
  });
});

const limboFile = new URL('../../../../shared/conformance/limbo-core.json', import.meta.url);

describe('real certificates', () => {
  it.skipIf(!existsSync(limboFile))('all 38 SCTs of the 14 online cases of x509-limbo verify', () => {
    const { testcases } = JSON.parse(readFileSync(limboFile, 'utf8')) as { testcases: readonly LimboCase[] };
    const verdicts = testcases
      .filter(({ id }) => id.startsWith('online::'))
      .flatMap(({ peer_certificate, untrusted_intermediates, trusted_certs, validation_time }) => {
        const leaf = fromPem(peer_certificate);
        const above = [...untrusted_intermediates, ...trusted_certs].map(fromPem);
        const signer = above.find((candidate) => isSignedBy(leaf, candidate));
        if (signer === undefined) throw new Error('no issuer');
        const entry = precertEntry(leaf, signer);
        const now = daysFrom(new Date(validation_time), 1);
        return embeddedScts(leaf).scts.map((sct) =>
          judgeSct(sct, { source: 'certificate', leaf, entry, list: bundledLogList(), now }),
        );
      });
    expect(verdicts.length).toBe(38);
    expect(verdicts.filter(({ fault }) => fault !== null)).toEqual([]);
  });
  // biome-ignore lint/suspicious/noConsole: says why the test above was left out.
  if (!existsSync(limboFile)) console.log(`Left out: ${limboFile.pathname} is missing.`);
});

type LimboCase = {
  readonly id: string;
  readonly peer_certificate: string;
  readonly untrusted_intermediates: readonly string[];
  readonly trusted_certs: readonly string[];
  readonly validation_time: string;
};

function fromPem(pem: string): Certificate {
  const [der] = readPem(pem);
  if (der === undefined) throw new Error('no certificate in the PEM');
  return parsed(der);
}
