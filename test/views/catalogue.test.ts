import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { Finding } from '../../src/core/finding.ts';
import { firstSentence } from '../../src/core/text/first-sentence.ts';
import { longestSummary } from '../../src/views/diagnosis/summary.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { diagnosisOf, words } from '../support/commanding.ts';

const pages = checks.map(({ page }) => page);
const hosts = ['a.io', 'api.example.org', `${'long-'.repeat(12)}x.${'sub.'.repeat(30)}example.org:8443`];

/** The answer whose cause a finding is. */
function answerAbout(page: (typeof pages)[number], host: string) {
  const finding = { ...page, layer: 'tls', evidence: [], reproduce: null } satisfies Finding;
  return diagnosisMessage(
    diagnosisOf(host, { verdict: 'broken', rootCause: finding, findings: [finding], blame: page.blame }),
    [],
  );
}

describe('every finding', () => {
  it.each(pages.map((page) => [page.id, page] as const))(
    '%s is told on a phone: verdict, cause, and how to begin',
    (_id, page) => {
      for (const host of hosts) {
        const { summary } = answerAbout(page, host);
        expect(summary.length).toBeLessThanOrEqual(longestSummary);
        expect(summary).toContain(` is broken: ${page.title}. Fix: `);
        const begun = summary.slice(summary.indexOf('. Fix: ') + '. Fix: '.length);
        // Of the fix there are at least a few words.
        expect(begun.length).toBeGreaterThanOrEqual(Math.min(16, firstSentence(page.fix).length));
      }
    },
  );

  it.each(pages.map((page) => [page.id, page] as const))(
    '%s begins with two lines that can be read',
    (_id, page) => {
      const [title, fix] = words(answerAbout(page, 'api.example.org')).split('\n');
      expect(title).toBe(`api.example.org is broken: ${page.title}`);
      expect(fix).toBe(`Fix: ${firstSentence(page.fix)}`);
      expect(fix?.length).toBeLessThanOrEqual(260);
    },
  );

  it.each(pages.map((page) => [page.id, page] as const))(
    '%s is in plain words',
    (_id, { title, explanation, fix }) => {
      expect(title).not.toMatch(/[.!]$/);
      for (const text of [title, explanation, fix]) {
        expect(text).not.toMatch(/\bplease\b/i);
        expect(text).not.toMatch(/\w\(e?s\)/);
        expect(text).not.toMatch(/[–—]| - /);
        expect(text).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
        expect(text).not.toMatch(/\bnot un(?:like|common|usual|able)|\bcannot not\b/i);
        expect(text).not.toMatch(/\b(?:simply|obviously|easily)\b/i);
      }
    },
  );
});
