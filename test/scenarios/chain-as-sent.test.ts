import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { certificateMessage } from '../../src/views/certificate.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { startFlightServer } from '../support/farm/flight-server.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';
import { clientCertificateRequired, tls12Only } from '../support/farm/tls-variants.ts';

type Starter = typeof startTlsServer;

async function look(name: ScenarioName, start: Starter = startTlsServer): Promise<Diagnosis> {
  const { host, chain, key, anchorsPem } = forgeScenario(name, { now: realNow });
  await using server = await start({ chain, key });
  return await diagnoseTarget(openEngine({ anchorsPem }), `tls://${host}:${server.port}`, '127.0.0.1');
}

/** The rows of all tables, columns by one blank, without dates. */
function rowsIn(message: ReturnType<typeof certificateMessage>): readonly string[] {
  const lines = renderTerminal(withDetailsInside(message), {
    colour: false,
    width: 60,
    zone: 'UTC',
    now: realNow,
  }).split('\n');
  expect(
    Math.max(...lines.filter((line) => /\d \w{3} \d{4} {2}/.test(line)).map((line) => line.length)),
  ).toBeLessThan(61);
  return lines
    .filter((line) => /\d \w{3} \d{4} {2}/.test(line))
    .map((line) =>
      line
        .replace(/\d+ \w{3} \d{4}/, '')
        .trim()
        .replace(/ +/g, ' '),
    );
}

describe('/cert shows the chain as sent beside the path that verifies', () => {
  it.each([
    [
      'out-of-order',
      [
        '1 site.test leaf',
        '2 Test Outer CA issuer of 3',
        '3 Test Inner CA issuer of 1',
        'site.test sent 1',
        'Test Inner CA sent 3',
        'Test Outer CA sent 2',
        'Test Root CA trust store',
      ],
    ],
    [
      'duplicate-leaf',
      [
        '1 site.test leaf',
        '2 site.test copy of 1',
        '3 Test Inner CA issuer of 1',
        '4 Test Outer CA issuer of 3',
        'site.test sent 1',
        'Test Inner CA sent 3',
        'Test Outer CA sent 4',
        'Test Root CA trust store',
      ],
    ],
    [
      'stranger',
      [
        '1 site.test leaf',
        '2 Test Inner CA issuer of 1',
        '3 Test Outer CA issuer of 2',
        '4 Stranger CA stranger',
        'site.test sent 1',
        'Test Inner CA sent 2',
        'Test Outer CA sent 3',
        'Test Root CA trust store',
      ],
    ],
    [
      'expired-cross-sign',
      [
        '1 site.test leaf',
        '2 Test Intermediate CA issuer of 1',
        '3 Test Root CA off the path',
        'site.test sent 1',
        'Test Intermediate CA sent 2',
        'Test Root CA trust store',
      ],
    ],
    [
      'root-included',
      [
        '1 site.test leaf',
        '2 Test Inner CA issuer of 1',
        '3 Test Outer CA issuer of 2',
        '4 Test Root CA root',
        'site.test sent 1',
        'Test Inner CA sent 2',
        'Test Outer CA sent 3',
        'Test Root CA sent 4',
      ],
    ],
    ['missing-intermediate-no-aia', ['1 site.test leaf']],
  ] as const)('%s, under TLS 1.2 and 1.3', async (name, rows) => {
    for (const start of [startTlsServer, tls12Only]) {
      expect(rowsIn(certificateMessage(await look(name, start), []))).toEqual(rows);
    }
  });

  it('shows what came before a server turned us away for want of a client certificate', async () => {
    const start: Starter = (settings) =>
      clientCertificateRequired([], { ...settings, options: { maxVersion: 'TLSv1.2' } });
    const diagnosis = await look('root-included', start);
    expect(diagnosis.rootCause?.id).toBe('tls/client-certificate-required');
    expect(rowsIn(certificateMessage(diagnosis, []))).toEqual([
      '1 site.test leaf',
      '2 Test Inner CA issuer of 1',
      '3 Test Outer CA issuer of 2',
      '4 Test Root CA root',
    ]);
  });

  it.each([
    ['the server hangs up', {}],
    ['the signature in the handshake is of the key of the leaf', { serverKeyExchange: signedByAnother() }],
  ])('a reversed list is the cause, and told in its order, when %s', async (_when, more) => {
    const { host, chain, anchorsPem } = forgeScenario('reversed', { now: realNow });
    await using server = await startFlightServer(
      { certificates: chain, done: true, ...more },
      { ending: 'close' },
    );
    const diagnose = openEngine({ anchorsPem });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${server.port}`, '127.0.0.1');
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/wrong-order' });
    expect(diagnosis.findings).toHaveLength(1);
    expect(rowsIn(certificateMessage(diagnosis, []))).toEqual([
      '1 Test Outer CA issuer of 2',
      '2 Test Inner CA issuer of 3',
      '3 site.test leaf',
    ]);
  });

  it('/check says it in two lines where something about it is wrong, and not at all where nothing is', async () => {
    const odd = renderTerminal(withDetailsInside(diagnosisMessage(await look('out-of-order'), [])), {
      colour: false,
      width: 200,
      zone: 'UTC',
      now: realNow,
    });
    expect(odd).toContain('1 site.test (leaf), 2 Test Outer CA (issuer of 3), 3 Test Inner CA (issuer of 1)');
    expect(odd).toContain('site.test (sent 1) < Test Inner CA (sent 3) < Test Outer CA (sent 2)');
    const fine = diagnosisMessage(await look('healthy'), []);
    expect(JSON.stringify(withDetailsInside(fine).blocks)).not.toContain('As sent');
  });
});

/** ServerKeyExchange of ECDHE over X25519 with an ECDSA signature that no certificate of the list made. */
function signedByAnother(): Uint8Array {
  const parameters = Buffer.concat([Buffer.from([3, 0, 29, 32]), Buffer.alloc(32, 9)]);
  const signature = Buffer.from('3006020101020101', 'hex');
  return Buffer.concat([parameters, Buffer.from([4, 3, 0, signature.length]), signature]);
}
