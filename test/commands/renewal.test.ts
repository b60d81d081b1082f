import { describe, expect, it } from 'vitest';
import { renewal } from '../../commands/renewal.ts';
import type { Store } from '../../src/core/store/store.ts';
import { probes } from '../../src/probes/index.ts';
import { renewalServices } from '../../src/services/commands/renewal-services.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { memoryServices, run, words } from '../support/commanding.ts';
import { realNow } from '../support/diagnosing.ts';
import { nextIssuanceStages } from '../support/stages/next-issuance.ts';

async function answerOn(name: string, searched: string[] = []) {
  const stage = nextIssuanceStages.find((one) => one.name === `renewal: ${name}`);
  if (stage === undefined) throw new Error(`no such stage: ${name}`);
  await using opened = await stage.open();
  const renewals = renewalServices({
    diagnose: opened.diagnose,
    searchLogs: async (asked) => {
      searched.push(asked);
      return [];
    },
    now: () => realNow,
    storeIfAny: async (): Promise<Store | null> => null,
  });
  const { host, port } = opened.target;
  const services = memoryServices({ renewals, ladder: probes });
  const messages = await run(renewal, '', { target: `tls://${host}:${port}` }, services);
  const answer = messages.at(-1);
  return { answer, said: answer === undefined ? '' : words(withDetailsInside(answer)) };
}

describe('/renewal', () => {
  it('says what blocks, how to mend it and what shows it', async () => {
    const { answer, said } = await answerOn('CAA of another name in the certificate permits another CA');
    expect(answer?.tone).toBe('bad');
    expect(answer?.summary).toMatch(/^api\.example\.org:\d+: the next renewal fails\. Fix: \S/);
    expect(said).toContain('CAA of example.com forbids letsencrypt.org (only digicert.com may issue)');
    expect(said).toContain('dig example.com CAA');
    expect(answer?.record).toMatchObject({ leaves: [{ outlook: { obstacles: [{ severity: 'blocks' }] } }] });
  });

  it('gives hints as what they are', async () => {
    const { answer, said } = await answerOn('nobody listens on port 80');
    expect(answer?.summary).toMatch(/the next renewal may fail\. Fix: \S/);
    expect(said).toContain('May block');
    expect(said).toContain('Port 80 of api.example.org');
  });

  it('says that nothing was seen, and what was looked at; a search hears of nothing that is not due', async () => {
    const searched: string[] = [];
    const { answer, said } = await answerOn('nothing stands in the way', searched);
    expect(answer?.tone).toBe('good');
    expect(said).toContain('Looked at from here: CAA, DNSSEC');
    expect(searched).toEqual([]);
  });
});
