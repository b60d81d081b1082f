import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Message } from '../../src/core/message.ts';
import { parseTarget } from '../../src/core/target.ts';
import { probes } from '../../src/probes/index.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { dnsMessage } from '../../src/views/dns.ts';
import { messageHtml } from '../../src/web/message-html.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { answersStatus, saysExactly } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { startListener } from '../support/farm/listener.ts';
import { nastiest, nastyChain, nastyLine } from '../support/hostile/nastiest.ts';
import { expectHarmlessOnDiscord } from '../support/hostile/on-discord.ts';
import { expectHarmlessOnSlack } from '../support/hostile/on-slack.ts';

const { chain, key, rootPem } = nastyChain(realNow, '127.0.0.1');
const identity = { chain, key };
const header = nastyLine.replaceAll('\u001b', '').replace(/[\r\n]/g, '');

/** What goes into every line below is one of these. */
const marks = /channel|everyone|evil\.example/;

function expectHarmless(message: Message): void {
  expectHarmlessOnSlack(message);
  expectHarmlessOnDiscord(message, 'components');
  expectHarmlessOnDiscord(message, 'embeds');
  const whole = withDetailsInside(message);
  const terminal = renderTerminal(whole, { colour: false, width: 80, zone: 'UTC', now: realNow, commands });
  expect(terminal.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(message.summary).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  const html = String(messageHtml(whole, { zone: 'UTC', now: realNow, fileHref: () => '/file' }));
  expect(html).not.toMatch(/<script|<img|href="https?:\/\/evil|javascript:/i);
}

function lookAt(typed: string, settings: Parameters<typeof openEngine>[0] = {}): Promise<Diagnosis> {
  const target = parseTarget(typed, settings.dnsServers === undefined ? '127.0.0.1' : null);
  return openEngine(settings)(target, { depth: 'all', signal: AbortSignal.timeout(15_000) });
}

const servers = {
  'every name in a chain that nobody trusts': {
    start: () => startHttpServer(answersStatus(200), identity),
    settings: {},
  },
  'every name in a chain that is trusted, and what its server says': {
    start: () =>
      startHttpServer(
        answersStatus(503, { server: header, via: header, 'retry-after': header }, nastiest),
        identity,
      ),
    settings: { anchorsPem: rootPem },
  },
  'where a redirect leads': {
    start: () => startHttpServer(answersStatus(302, { location: `https://site.test/${header}` }), identity),
    settings: { anchorsPem: rootPem },
  },
  'an answer that is no HTTP': {
    start: () =>
      startHttpServer(
        saysExactly(`HTTP/1.1 200 ${nastyLine}\r\n${nastyLine}: ${nastyLine}\r\n\r\n`),
        identity,
      ),
    settings: { anchorsPem: rootPem },
  },
  'the banner of another protocol': {
    start: () => startListener((socket) => void socket.resume().write(`SSH-2.0-${nastyLine}\r\n`, 'latin1')),
    settings: {},
  },
};

describe('what strangers serve, through the real engine', () => {
  it.each(Object.entries(servers))(
    'is harmless on every platform: %s',
    async (_name, { start, settings }) => {
      await using server = await start();
      const diagnosis = await lookAt(`site.test:${server.port}`, settings);
      expect(JSON.stringify(diagnosis)).toMatch(marks);
      expectHarmless(diagnosisMessage(diagnosis, probes, { isWatched: false }));
    },
  );

  it('is harmless on every platform: a mail server that greets and refuses', async () => {
    await using server = await startListener((socket) => {
      socket.write(`220 ${nastyLine}\r\n`, 'latin1');
      socket.on('data', (bytes: Buffer) => {
        const isHello = bytes.toString('latin1').startsWith('EHLO');
        socket.write(
          isHello ? `250-${nastyLine}\r\n250 STARTTLS\r\n` : `454 4.7.0 ${nastyLine}\r\n`,
          'latin1',
        );
      });
    });
    const diagnosis = await lookAt(`smtp://site.test:${server.port}`);
    expect(diagnosis.rootCause?.title).toMatch(marks);
    expectHarmless(diagnosisMessage(diagnosis, probes, { isWatched: false }));
  });

  it('is harmless on every platform: records of DNS', async () => {
    await using server = await startHttpServer(answersStatus(200), identity);
    await using dns = await startDnsServer({
      records: {
        'site.test': {
          A: ['127.0.0.1'],
          CAA: [`0 issue "${header}"`, `128 evil "${header}"`, `0 iodef "${header}"`],
          TXT: [nastyLine],
        },
        '_validation-persist.site.test': { TXT: [`${header}; persistUntil=1`] },
      },
    });
    const diagnosis = await lookAt(`site.test:${server.port}`, {
      anchorsPem: rootPem,
      dnsServers: [dns.address],
    });
    expect(JSON.stringify(diagnosis.results)).toMatch(marks);
    expectHarmless(diagnosisMessage(diagnosis, probes, { isWatched: false }));
    expectHarmless(dnsMessage(diagnosis));
  });
});
