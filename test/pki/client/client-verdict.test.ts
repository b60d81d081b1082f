import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { askClient, type ClientVerdict, clientContext } from '../../../src/pki/client/client-verdict.ts';
import { forgeScenario, scenarioNames } from '../../support/certificates/scenarios.ts';
import { startTlsServer } from '../../support/farm/tls-server.ts';
import { sessionOf, shake, trusting } from '../../support/handshaking.ts';

const signal = new AbortController().signal;
const realNow = new Date();

function ask(chain: readonly Uint8Array[], anchorsPem: string): Promise<ClientVerdict> {
  const leaf = parseCertificate(chain[0] ?? new Uint8Array());
  const leafKey = 'unreadable' in leaf ? 'ec' : leaf.publicKey.type;
  const context = clientContext({ anchors: [anchorsPem], partialChains: false });
  return askClient({ chain, context, leafKey, timeoutMs: 5000, signal });
}

describe('the verdict without a server', () => {
  // OpenSSL's server does not load a first certificate that is not its key's, nor a client a list that is too long.
  const standable = scenarioNames.filter((name) => name !== 'reversed' && name !== 'sans-10000');

  it.each(standable)('is that of a real handshake: %s', async (name) => {
    const { chain, key, anchors, anchorsPem } = forgeScenario(name, { now: realNow });
    await using server = await startTlsServer({ chain, key });
    const { openssl } = sessionOf(await shake(server, { secureContext: trusting(...anchors) }));
    const verdict = await ask(chain, anchorsPem);
    expect(verdict).toEqual(openssl === null ? { kind: 'accepted' } : { kind: 'refused', ...openssl });
  });

  it('exists for chains that no server of ours could send', async () => {
    const { chain, anchorsPem } = forgeScenario('reversed', { now: realNow });
    expect(await ask(chain, anchorsPem)).toMatchObject({ kind: 'refused', code: 'INVALID_PURPOSE' });
  });

  it('says what OpenSSL says of a list that is too long', async () => {
    const { chain, anchorsPem } = forgeScenario('sans-10000', { now: realNow });
    expect(await ask(chain, anchorsPem)).toMatchObject({
      kind: 'refused',
      code: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE',
    });
  });

  it('trusts an intermediate as an anchor only where partial chains are allowed', async () => {
    const { sent, chain } = forgeScenario('healthy', { now: realNow });
    const anchors = sent.slice(1).map(({ pem }) => pem);
    const question = { chain, leafKey: 'ec', timeoutMs: 5000, signal };
    const strict = await askClient({
      ...question,
      context: clientContext({ anchors, partialChains: false }),
    });
    const lenient = await askClient({
      ...question,
      context: clientContext({ anchors, partialChains: true }),
    });
    expect([strict.kind, lenient.kind]).toEqual(['refused', 'accepted']);
  });

  it('comes for bytes that are no certificate, and for nothing at all', async () => {
    const { anchorsPem } = forgeScenario('healthy', { now: realNow });
    expect((await ask([Buffer.from('hello')], anchorsPem)).kind).toBe('refused');
    expect((await ask([], anchorsPem)).kind).not.toBe('accepted');
  });

  it('ends when nobody waits for it any more', async () => {
    const { chain, anchorsPem } = forgeScenario('healthy', { now: realNow });
    const context = clientContext({ anchors: [anchorsPem], partialChains: false });
    const verdict = await askClient({
      chain,
      context,
      leafKey: 'ec',
      timeoutMs: 5000,
      signal: AbortSignal.abort(),
    });
    expect(verdict.kind).toBe('no-verdict');
  });
});
