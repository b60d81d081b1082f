import { describe, expect, it } from 'vitest';
import { openChannel } from '../../../src/net/channel.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';
import type { Manner } from '../../support/farm/starttls-behaviour.ts';
import { type StarttlsScheme, startStarttls, starttlsSchemes } from '../../support/farm/starttls-servers.ts';
import { allowedAddress, loopbackNetwork, noSignal } from '../../support/loopback.ts';

const { chain, key } = forgeScenario('healthy-rsa');

async function channelTo(scheme: StarttlsScheme, manner: Manner, upgradeMs = 3000) {
  await using server = await startStarttls(scheme, { manner }, { chain, key });
  const channel = await openChannel(allowedAddress(server), loopbackNetwork(), {
    scheme,
    host: 'site.test',
    timeoutMs: 2000,
    upgradeMs,
    signal: noSignal(),
  });
  if (channel.open) channel.socket.destroy();
  return channel;
}

describe.each(starttlsSchemes)('%s before its TLS', (scheme) => {
  it('goes ahead where the server offers it, and keeps what was said', async () => {
    const channel = await channelTo(scheme, 'offers');
    expect(channel).toMatchObject({ open: true, upgrade: { early: new Uint8Array() } });
    if (channel.open) expect(channel.upgrade?.said.some(({ by }) => by === 'server')).toBe(true);
  });

  it('says when the server offers none', async () => {
    expect(await channelTo(scheme, 'plain')).toMatchObject({
      open: false,
      why: 'not-upgraded',
      failure: { how: { kind: 'not-offered' } },
    });
  });

  it('says when the server refuses, in its words', async () => {
    const kind = scheme === 'postgres' || scheme === 'mysql' ? 'turned-away' : 'refused';
    const channel = await channelTo(scheme, 'refuses');
    expect(channel).toMatchObject({ open: false, failure: { how: { kind } } });
  });

  it('says when the server turns it away', async () => {
    const channel = await channelTo(scheme, 'turns-away');
    expect(channel).toMatchObject({ open: false, failure: { how: { kind: 'turned-away' } } });
  });

  it('says when the server hangs up', async () => {
    // In MySQL nothing is answered before TLS.
    const channel = await channelTo(scheme, 'hangs-up');
    if (scheme === 'mysql') expect(channel.open).toBe(true);
    else expect(channel).toMatchObject({ open: false, failure: { how: { kind: 'closed' } } });
  });

  it('says when the server is silent', async () => {
    const channel = await channelTo(scheme, 'silent', 200);
    expect(channel).toMatchObject({ open: false, failure: { how: { kind: 'timeout' } } });
  });

  it.skipIf(scheme === 'mysql')('keeps what came in the clear behind the go-ahead', async () => {
    const channel = await channelTo(scheme, 'injects');
    expect(channel.open && channel.upgrade?.early.length).toBeGreaterThan(0);
  });
});
