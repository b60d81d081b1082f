import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { addressTableBlocks } from '../../../src/views/diagnosis/address-table.ts';
import { hasIpv6 } from '../../support/has-ipv6.ts';
import { noSignal } from '../../support/loopback.ts';
import { stages } from '../../support/stages/index.ts';

async function diagnosisOf(name: string): Promise<Diagnosis> {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage === undefined) throw new Error(`there is no stage "${name}"`);
  await using opened = await stage.open();
  return await opened.diagnose(opened.target, { depth: 'all', signal: noSignal() });
}

function tableOf(diagnosis: Diagnosis) {
  const table = addressTableBlocks(diagnosis).find((block) => block.kind === 'table');
  return table?.kind === 'table' ? table : null;
}

describe('the table of addresses', () => {
  it('has the columns in which they differ', async () => {
    const table = tableOf(await diagnosisOf('502 at one of three addresses'));
    expect(table?.columns).toEqual(['address', 'HTTP']);
    expect(table?.rows.map((row) => row[1])).toEqual(['200', '502', '200']);
  });

  it.skipIf(!hasIpv6())('shows which address serves which certificate', async () => {
    const table = tableOf(await diagnosisOf('the old certificate over IPv6 only'));
    expect(table?.columns).toEqual(['address', 'certificate', 'until']);
    expect(table?.rows.map(([address]) => address)).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:/),
      expect.stringMatching(/^\[::1\]:/),
    ]);
    expect(new Set(table?.rows.map((row) => row[1])).size).toBe(2);
  });

  it.skipIf(!hasIpv6())('is not there when all do the same', async () => {
    expect(tableOf(await diagnosisOf('IPv4 and IPv6, both sound'))).toBeNull();
  });

  it('is as narrow as what they differ in: beyond a dead address there is nothing to compare', async () => {
    const table = tableOf(await diagnosisOf('one of several addresses dead'));
    expect(table?.columns).toEqual(['address', 'TCP']);
    expect(table?.rows.map(([, state]) => state)).toEqual(['open', 'open', 'refused']);
  });
});
