import { describe, expect, it, vi } from 'vitest';
import { openChannel } from '../../../src/net/channel.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';
import { startListener } from '../../support/farm/listener.ts';
import * as raw from '../../support/farm/raw-servers.ts';
import { type StarttlsScheme, startStarttls, starttlsSchemes } from '../../support/farm/starttls-servers.ts';
import { startTlsServer } from '../../support/farm/tls-server.ts';
import { allowedAddress, loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { patience } from '../../support/patience.ts';

const { chain, key } = forgeScenario('healthy-rsa');

type Server = { readonly address: string; readonly port: number };

async function ask(server: Server, scheme: StarttlsScheme, { upgradeMs = 3000, signal = noSignal() } = {}) {
  const to = allowedAddress(server);
  const options = { scheme, host: 'site.test', timeoutMs: 2000, upgradeMs, signal };
  const channel = await openChannel(to, loopbackNetwork(), options);
  if (channel.open) channel.socket.destroy();
  return channel;
}

function says(text: string | Uint8Array) {
  return startListener((socket) => void socket.resume().write(text));
}

describe.each(starttlsSchemes)('%s against servers that mean ill', (scheme) => {
  it('ends when nothing ends', async () => {
    await using server = await startListener((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write('<features>220-* +OK '.repeat(200)));
      };
      socket.on('drain', pour).resume();
      pour();
    });
    const channel = await ask(server, scheme);
    expect(channel).toMatchObject({ open: false, why: 'not-upgraded' });
  });

  it('ends when every byte comes alone', async () => {
    await using server = await startListener((socket, signal) => {
      const drip = (): void => {
        if (!signal.aborted && !socket.destroyed) socket.write('<', () => setImmediate(drip));
      };
      socket.resume();
      drip();
    });
    expect(await ask(server, scheme, { upgradeMs: 400 })).toMatchObject({ open: false });
  });

  it('takes an answer that comes byte by byte', async () => {
    const { chain: sent, key: own } = forgeScenario('healthy-rsa');
    await using behind = await startStarttls(scheme, { manner: 'plain' }, { chain: sent, key: own });
    const { connect } = await import('node:net');
    await using server = await startListener((socket) => {
      const far = connect(behind.port, behind.address);
      socket.on('data', (bytes) => far.write(bytes)).on('close', () => far.destroy());
      far.on('error', () => undefined);
      far.on('data', async (bytes) => {
        for (const byte of bytes) await new Promise((done) => socket.write(Buffer.of(byte), done));
      });
    });
    expect(await ask(server, scheme)).toMatchObject({ failure: { how: { kind: 'not-offered' } } });
  });

  it('stops at once when it is told to, and leaves nothing open', async () => {
    await using server = await raw.acceptAndStaySilent();
    const before = openHandles();
    const stop = new AbortController();
    const asked = ask(server, scheme, { signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await asked).toMatchObject({ open: false });
    await vi.waitFor(() => expect(openHandles()).toBeLessThanOrEqual(before), patience);
  });

  it('knows TLS where it was to come later', async () => {
    await using server = await startTlsServer({ chain, key });
    expect(await ask(server, scheme, { upgradeMs: 6000 })).toMatchObject({
      failure: { how: { kind: 'other-protocol', spoke: 'tls' } },
    });
  });
});

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCPSocket|TCPConnect|TLS|Timeout)/.test(kind))
    .length;
}

describe('what another protocol says', () => {
  it.each([
    ['smtp', 'SSH-2.0-OpenSSH_9.9\r\n', 'ssh'],
    ['smtp', '220 ProFTPD Server ready\r\n', 'ftp'],
    ['ftp', '220 mail.test ESMTP Postfix\r\n', 'smtp'],
    ['imap', '+OK ready\r\n', 'pop3'],
    ['pop3', '* OK ready\r\n', 'imap'],
    ['mysql', 'SSH-2.0-OpenSSH_9.9\r\n', 'ssh'],
    ['xmpp', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
    ['ldap', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
    ['postgres', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
  ] as const)('%s: %j', async (scheme, text, spoke) => {
    await using server = await says(text);
    expect(await ask(server, scheme)).toMatchObject({
      failure: { how: { kind: 'other-protocol', spoke } },
    });
  });
});

describe('odd and allowed', () => {
  it('an XMPP stream without a version behind tags that never end', async () => {
    await using server = await says(`${"<stream version='1.0' ".repeat(2500)}<stream:stream id='1'>`);
    expect(await ask(server, 'xmpp')).toMatchObject({ failure: { how: { kind: 'not-offered' } } });
  });

  it('a greeting that takes its time', async () => {
    await using server = await startStarttls('smtp', { manner: 'offers', delayMs: 300 }, { chain, key });
    expect(await ask(server, 'smtp')).toMatchObject({ open: true });
  });

  it.each([
    ['imap', '* PREAUTH you are in\r\n', 'not-offered'],
    ['smtp', '421 4.7.0 Try again later\r\n', 'turned-away'],
    ['pop3', '-ERR closing\r\n', 'turned-away'],
    ['postgres', 'Ecould not fork new process\n\0', 'turned-away'],
  ] as const)('%s: %j', async (scheme, text, kind) => {
    await using server = await says(text);
    expect(await ask(server, scheme)).toMatchObject({ failure: { how: { kind } } });
  });
});
