import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import { parseTarget, type Target } from '../../../src/core/target.ts';
import { type KnownVerdicts, knownVerdicts } from '../../../src/pki/client/known-verdicts.ts';
import { wordsOf } from '../../support/alike.ts';
import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { forgeOcsp } from '../../support/certificates/forge-ocsp.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { openEngine, realNow } from '../../support/diagnosing.ts';
import { identityOf, startTlsServer, type TlsServerOptions } from '../../support/farm/tls-server.ts';
import { noSignal } from '../../support/loopback.ts';
import { stagesByTopic } from '../../support/stages/index.ts';

/** Counts how often a verdict was not asked for again. */
function counted(verdicts: KnownVerdicts) {
  let recalled = 0;
  return {
    recalled: () => recalled,
    verdicts: {
      ...verdicts,
      get contextWithoutAnchors() {
        return verdicts.contextWithoutAnchors;
      },
      recall(...asked: Parameters<KnownVerdicts['recall']>) {
        const known = verdicts.recall(...asked);
        recalled += known === undefined ? 0 : 1;
        return known;
      },
    } satisfies KnownVerdicts,
  };
}

function look(diagnose: Diagnose, target: Target): Promise<Diagnosis> {
  return diagnose(target, { depth: 'certificate', signal: noSignal() });
}

const now = realNow;
const root = forgeRoot({ now });
const otherRoot = forgeRoot({ now, subject: 'Other Root' });
const intermediate = forgeIntermediate(root, { now });
const { key, subjectKeyId } = intermediate;
/** Of the same name and key: what it stands for, the leaf cannot tell. */
const twins = {
  expired: forgeIntermediate(root, { now, key, subjectKeyId, notAfter: daysFrom(now, -2) }),
  untrusted: forgeIntermediate(otherRoot, { now, key, subjectKeyId }),
  renewed: forgeIntermediate(root, { now, key, subjectKeyId, notAfter: daysFrom(now, 400) }),
};
const leaf = forgeLeaf(intermediate, { now, dns: ['site.test'] });
const renewed = forgeLeaf(intermediate, { now, dns: ['site.test'] });
const strange = forgeLeaf(intermediate, { now, dns: ['other.test'] });
const over = forgeLeaf(intermediate, { now, dns: ['site.test'], notAfter: daysFrom(now, -1) });
const staple = forgeOcsp({ certificate: leaf, issuer: intermediate, now });
const revoked = forgeOcsp({
  certificate: leaf,
  issuer: intermediate,
  now,
  status: { revokedAt: daysFrom(now, -1), reason: 1 },
});
const sound = identityOf(leaf, intermediate);

const before: readonly [string, TlsServerOptions][] = [
  ['a sound list', sound],
  ['a list that is refused', identityOf(leaf, twins.untrusted)],
];

const after: readonly [string, TlsServerOptions][] = [
  ['the intermediate is gone', identityOf(leaf)],
  ['another intermediate of the same name and key has ended', identityOf(leaf, twins.expired)],
  ['another intermediate of the same name and key hangs from a stranger', identityOf(leaf, twins.untrusted)],
  ['the intermediate was renewed', identityOf(leaf, twins.renewed)],
  ['the list came twice', identityOf(leaf, intermediate, leaf, intermediate)],
  ['the root came along', identityOf(leaf, intermediate, root)],
  ['a stranger came along', identityOf(leaf, intermediate, otherRoot)],
  ['the leaf was renewed', identityOf(renewed, intermediate)],
  ['the leaf is for another name', identityOf(strange, intermediate)],
  ['the leaf has ended', identityOf(over, intermediate)],
  ['TLS 1.2 only', { ...sound, options: { maxVersion: 'TLSv1.2' } }],
  ['another suite', { ...sound, options: { ciphers: 'TLS_CHACHA20_POLY1305_SHA256:DEFAULT:@SECLEVEL=0' } }],
  ['a staple that says good', { ...sound, staple }],
  ['a staple that says revoked', { ...sound, staple: revoked }],
  ['a client certificate is asked for', { ...sound, options: { requestCert: true } }],
  ['it hangs up after the handshake', { ...sound, onSession: (socket) => void socket.destroy() }],
];

describe('a look that remembers verdicts says what a whole look says', () => {
  it.each(
    before.flatMap((first) => after.map((second) => [first[0], second[0], first[1], second[1]] as const)),
  )('after %s: %s', async (_before, _after, first, second) => {
    const memory: { made?: ReturnType<typeof counted> } = {};
    const anchorsPem = root.pem;
    const remembering = openEngine({
      anchorsPem,
      verdicts(trust) {
        memory.made = counted(knownVerdicts(trust));
        return memory.made.verdicts;
      },
    });
    const target = await (async () => {
      await using server = await startTlsServer(first);
      const typed = parseTarget(`tls://site.test:${server.port}`, '127.0.0.1');
      const whole = await look(remembering, typed);
      expect(memory.made?.recalled()).toBe(0);
      const again = await look(remembering, typed);
      expect(memory.made?.recalled()).toBe(1);
      expect(wordsOf(again)).toEqual(wordsOf(whole));
      return typed;
    })();
    await using _changed = await startTlsServer({ ...second, port: target.port });
    const whole = await look(openEngine({ anchorsPem }), target);
    for (const seen of [await look(remembering, target), await look(remembering, target)])
      expect(wordsOf(seen)).toEqual(wordsOf(whole));
  });

  it('knows each address by itself', async () => {
    await using server = await startTlsServer(sound);
    await using second = await startTlsServer({ ...sound, host: '127.0.0.2', port: server.port });
    const folder = await mkdtemp(join(tmpdir(), 'notafter-'));
    const hostsFile = join(folder, 'hosts');
    await writeFile(hostsFile, '127.0.0.1 site.test\n127.0.0.2 site.test\n');
    const settings = { anchorsPem: root.pem, hostsFile };
    const engine = openEngine(settings);
    const target = parseTarget(`tls://site.test:${server.port}`);
    await look(engine, target);
    await second[Symbol.asyncDispose]();
    await using _other = await startTlsServer({
      ...identityOf(over),
      host: '127.0.0.2',
      port: server.port,
    });
    const whole = await look(openEngine(settings), target);
    expect(wordsOf(await look(engine, target))).toEqual(wordsOf(whole));
    expect(whole.findings.map(({ id }) => id)).toContain('certificate/expired');
    await rm(folder, { recursive: true });
  });

  it.each([
    ['TLS 1.3', sound],
    ['TLS 1.2', { ...sound, options: { maxVersion: 'TLSv1.2' } }],
    ['a client certificate that is asked for', { ...sound, options: { requestCert: true } }],
    ['a key exchange that only OpenSSL has', { ...sound, options: { ecdhCurve: 'P-384' } }],
  ] as const)('opens one connection for a look: %s', async (_what, settings) => {
    await using server = await startTlsServer(settings);
    const engine = openEngine({ anchorsPem: root.pem });
    const target = parseTarget(`tls://site.test:${server.port}`, '127.0.0.1');
    await look(engine, target);
    await look(engine, target);
    expect(server.connections()).toBe(2);
  });

  it('tries by itself only once what it cannot judge: a key of ML-DSA, say', async () => {
    const modern = forgeLeaf(intermediate, { now, dns: ['site.test'], key: anyKey('ml-dsa-44') });
    await using server = await startTlsServer(identityOf(modern, intermediate));
    const engine = openEngine({ anchorsPem: root.pem });
    const target = parseTarget(`tls://site.test:${server.port}`, '127.0.0.1');
    const opened: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const before = server.connections();
      await look(engine, target);
      opened.push(server.connections() - before);
    }
    expect(opened).toEqual([1, 2, 1, 1]);
  });
});

/** Those that neither wait for silence nor need a network of their own. */
const topics = [
  'certificates',
  'lists of certificates',
  'several addresses',
  'client certificates',
  'STARTTLS',
  'trust stores',
] as const;

describe.each(topics)('of %s, the second look says what the first said', (topic) => {
  const quick = (stagesByTopic[topic] ?? []).filter(({ name }) => !/stalls|speaks TLS at once/.test(name));
  const rows = quick.map((stage) => [stage.name, stage] as const);
  it.each(rows)('%s', async (_name, stage) => {
    await using opened = await stage.open();
    const first = wordsOf(await look(opened.diagnose, opened.target));
    expect(wordsOf(await look(opened.diagnose, opened.target))).toEqual(first);
  });
});
