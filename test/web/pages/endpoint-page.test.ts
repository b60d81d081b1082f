import { afterEach, beforeEach, expect, it } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { stageNow } from '../../support/console/console-stage.ts';
import { openPages, type PagesStage } from '../../support/console/pages-stage.ts';

const hourMs = 3_600_000;
let stage: PagesStage;
beforeEach(async () => {
  stage = await openPages([], { pages: checks.map(({ page }) => page) });
});
afterEach(() => stage[Symbol.asyncDispose]());

async function read(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${stage.url}${path}`);
  return { status: response.status, text: await response.text() };
}

it('shows state, certificate, who is called, what it means and what was', async () => {
  const endpoint = await stage.watched('pay.example.com', 40, {
    endpoint: { labels: { team: 'payments' } },
    sighting: {
      verdict: 'broken',
      rootCause: 'chain/missing-intermediate',
      reason: 'the intermediate certificate is not sent',
    },
  });
  const sighting = await stage.store.endpoints.sighting(endpoint.id);
  if (sighting === null) throw new Error('it was looked at');
  for (let hours = 70; hours > 0; hours -= 1) {
    const at = new Date(stageNow.getTime() + (71 - hours) * hourMs);
    await stage.store.endpoints.recordLook({ ...sighting, at }, [], at);
  }
  const { status, text } = await read(`endpoint/${endpoint.id}`);
  expect(status).toBe(200);
  expect(text).toContain('<h1><bdi>pay.example.com</bdi></h1>');
  expect(text).toContain('Failing');
  expect(text).toContain('the intermediate certificate is not sent');
  expect(text).toContain('in 40 days (Mon 4 Jan 2027, 12:00 UTC)');
  expect(text).toContain('&#39;s Encrypt R11');
  expect(text).toContain('>Policy in force<');
  expect(text).toContain('href="/finding/chain/missing-intermediate"');
  expect(text).toContain('The last 30 days');
  expect(text).toContain('&quot;command&quot;:&quot;watch&quot;,&quot;action&quot;:&quot;check&quot;');
});

it('says what to do about one that is not watched, and one nobody looked at', async () => {
  const missing = await read('endpoint/%3Cscript%3E');
  expect(missing.status).toBe(404);
  expect(missing.text).toContain('This endpoint is not watched');
  expect(missing.text).toContain('/watch add');
  const fresh = await stage.watched('new.example.net', null);
  const { status, text } = await read(`endpoint/${fresh.id}`);
  expect(status).toBe(200);
  expect(text).toContain('Not looked at yet');
});

it('has a page for every finding', async () => {
  const { status, text } = await read('finding/chain/missing-intermediate');
  expect(status).toBe(200);
  expect(text).toContain('RFC');
  expect((await read('finding/chain/nonsense')).status).toBe(404);
});

it('runs nothing of what strangers wrote', async () => {
  const hostile = '"><script>alert(1)</script>\u202e';
  const endpoint = await stage.watched('evil.example', 5, {
    endpoint: { labels: { [hostile]: hostile }, addedBy: hostile },
    sighting: { verdict: 'broken', reason: hostile, rootCause: null },
  });
  const { text } = await read(`endpoint/${endpoint.id}`);
  expect(text).not.toContain('<script>');
  expect(text).not.toContain('\u202e');
});
