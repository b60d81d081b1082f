import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { askClients } from '../../../src/pki/report/ask-clients.ts';
import { reportFile } from '../../../src/pki/report/report-file.ts';
import { storeOf } from '../../support/certificates/read.ts';
import { forgeScenario, type ScenarioName } from '../../support/certificates/scenarios.ts';

/** OpenSSL reads the clock of the machine. */
const now = new Date();

async function reportOf(name: ScenarioName) {
  const { sent, anchors } = forgeScenario(name, { now });
  const store = storeOf(...anchors);
  // A file in the wrong order is judged as a server would have to send it.
  const text = sent
    .toReversed()
    .map(({ pem }) => pem)
    .join('');
  const report = reportFile(await readFile(Buffer.from(text)), { store, now });
  return askClients(report, store, new AbortController().signal);
}

describe('what clients say of the chain in a file', () => {
  it.each<[ScenarioName, object]>([
    ['healthy', { kind: 'accepted' }],
    ['expired', { kind: 'refused', code: 'CERT_HAS_EXPIRED' }],
    ['missing-intermediate-no-aia', { kind: 'refused', code: expect.stringMatching(/^UNABLE_TO_/) }],
    ['issuer-not-a-ca', { kind: 'refused' }],
  ])('%s', async (name, wanted) => {
    const [chain] = (await reportOf(name)).chains;
    expect(chain?.clients).toMatchObject(wanted);
  });

  it('stands beside the rules of the standards that are broken', async () => {
    const [long] = (await reportOf('long-lived')).chains;
    expect(long?.clients).toEqual({ kind: 'accepted' });
    expect(long?.breaches.map(({ breach }) => breach.rule)).toEqual(['baseline/lifetime']);
  });
});
