import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { ProbeResult } from '../../src/core/probe.ts';
import type { ServedChain } from '../../src/probes/chain.ts';
import { certificateMessage } from '../../src/views/certificate.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { diagnosisOf } from '../support/commanding.ts';
import {
  caWith,
  daysFromNow,
  intermediate,
  leafWith,
  now,
  root,
} from '../support/facts/certificate-facts.ts';
import { brokenPath, chainFacts, repairedBy } from '../support/facts/probe-facts.ts';

const leaf = leafWith();
const stranger = caWith('A Stranger With A Rather Long Common Name', 'Elsewhere');
const cross = caWith('Test Root', 'Old Root', { notAfter: daysFromNow(-100) });

function diagnosed(served: Partial<ServedChain>, findings: readonly Finding[] = []) {
  const results: readonly ProbeResult[] = [
    { probe: 'chain', layer: 'chain', status: 'ok', elapsedMs: 1, facts: chainFacts(served) },
  ];
  return diagnosisOf('api.example.org', { results, findings, rootCause: findings[0] ?? null });
}

/** Lines of the answer as a terminal of 60 columns shows them. */
function shown(message: ReturnType<typeof certificateMessage>): readonly string[] {
  return renderTerminal(withDetailsInside(message), { colour: false, width: 60, zone: 'UTC', now }).split(
    '\n',
  );
}

describe('the chain as sent', () => {
  it('stands beside the path that verifies, each certificate with its place, within 60 columns', () => {
    const sent = [leaf, stranger, intermediate, leaf, cross];
    const lines = shown(certificateMessage(diagnosed({ sent }), []));
    const rows = lines.filter((line) => /^ {4}(?!notafter)\S/.test(line)).map((line) => line.trim());
    expect(rows).toEqual([
      '#  certificate                 until        place',
      '1  api.example.org             2 Feb 2027   leaf',
      '2  A Stranger With A Rathe...  20 Aug 2029  stranger',
      '3  Test Intermediate           20 Aug 2029  issuer of 1',
      '4  api.example.org             2 Feb 2027   copy of 1',
      '5  Test Root                   16 Aug 2026  off the path',
      'certificate        until        from',
      'api.example.org    2 Feb 2027   sent 1',
      'Test Intermediate  20 Aug 2029  sent 3',
      'Test Root          20 Aug 2029  trust store',
    ]);
    expect(Math.max(...rows.map((row) => row.length + 4))).toBeLessThanOrEqual(60);
  });

  it('keeps the place of an entry that cannot be read', () => {
    const unreadable = [{ position: 1, problem: 'the outer SEQUENCE is missing' }];
    const lines = shown(certificateMessage(diagnosed({ sent: [leaf, intermediate, root], unreadable }), []));
    expect(lines.filter((line) => /^ {4}\d/.test(line)).map((line) => line.replace(/ +/g, ' '))).toEqual([
      ' 1 api.example.org 2 Feb 2027 leaf',
      ' 2 cannot be read unreadable',
      ' 3 Test Intermediate 20 Aug 2029 issuer of 1',
      ' 4 Test Root 20 Aug 2029 root',
    ]);
    expect(lines.join('\n')).toMatch(/Test Intermediate +20 Aug 2029 +sent 3/);
  });

  it('says where a path was mended, and that there is none', () => {
    const missing = brokenPath({ kind: 'issuer-missing', of: leaf });
    const repair = repairedBy([intermediate], [leaf, intermediate, root]);
    const mended = shown(certificateMessage(diagnosed({ sent: [leaf], ...missing, repair }), [])).join('\n');
    expect(mended).toContain('Verifies once mended');
    expect(mended).toMatch(/Test Intermediate +20 Aug 2029 +fetched/);
    const none = shown(certificateMessage(diagnosed({ sent: [leaf], ...missing }), [])).join('\n');
    expect(none).toContain('no path leads to a trust anchor');
  });

  it('is bounded, whatever a server sends', () => {
    const sent = [leaf, ...Array.from({ length: 300 }, (_, at) => caWith(`CA ${at}`, 'Nobody'))];
    const lines = shown(certificateMessage(diagnosed({ sent }), []));
    expect(lines.join('\n')).toContain('and 290 more');
    expect(lines.length).toBeLessThan(60);
  });

  it('is told in two lines where a whole check finds something wrong with it', () => {
    const finding: Finding = {
      id: 'chain/expired-cross-sign',
      layer: 'chain',
      severity: 'warning',
      blame: 'target',
      title: 'old',
      explanation: '',
      evidence: [],
      fix: 'remove it',
      reproduce: null,
      citation: '',
    };
    const path = { trusted: true, path: [leaf, intermediate, root], detours: [cross] } as const;
    const served = { sent: [leaf, intermediate, cross], path };
    const told = shown(diagnosisMessage({ ...diagnosed(served, [finding]), rootCause: null }, []));
    const text = told.join(' ').replace(/\s+/g, ' ');
    expect(text).toContain(
      'As sent 1 api.example.org (leaf), 2 Test Intermediate (issuer of 1), 3 Test Root (off the path)',
    );
    expect(text).toContain('Verifies by api.example.org (sent 1) < Test Intermediate (sent 2) < Test Root');
    const quiet = shown(diagnosisMessage(diagnosed({}), [])).join('\n');
    expect(quiet).not.toContain('As sent');
  });
});
