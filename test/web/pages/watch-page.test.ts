import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  morningFleet,
  oncall,
  openPages,
  type PagesStage,
  paula,
} from '../../support/console/pages-stage.ts';
import { incidentOf } from '../../support/store-contract/incidents.ts';

let stage: PagesStage;
beforeEach(async () => {
  stage = await openPages();
});
afterEach(() => stage[Symbol.asyncDispose]());

async function read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(`${stage.url}${path}`, { headers });
  expect(response.status).toBe(200);
  return response.text();
}

/** Names of the rows in the order of the page. */
async function namesOf(path: string): Promise<readonly string[]> {
  const page = await read(path);
  return [...page.matchAll(/class="name"><a id="[^"]+" href="\/endpoint\/[^"]+"><bdi>(.*?)<\/bdi>/g)].map(
    ([, name]) => name ?? '',
  );
}

it('says how to add the first', async () => {
  const page = await read('watch');
  expect(page).toContain('Nothing is watched yet.');
  expect(page).toContain('/watch add api.example.org owner:@you');
});

it('keeps the strict policy, but for a form that asks for another list', async () => {
  const { headers } = await fetch(`${stage.url}watch`);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  const page = await read('watch');
  expect(page).not.toMatch(/<style|style="|<script(?! type="module" src="\/pages\.js")|\son[a-z]+=/);
});

describe('a fleet', () => {
  beforeEach(() => morningFleet(stage));

  it('is offered as a calendar, which ends none that is there already', async () => {
    const run = /data-run="([^"]+)"[^>]*>Calendar of the ends</.exec(await read('watch'))?.[1] ?? '';
    expect(JSON.parse(run.replaceAll('&quot;', '"'))).toEqual({
      command: 'calendar',
      action: 'channel',
      values: {},
    });
  });

  it('is told as what needs somebody and what could not be judged, which is not fine', async () => {
    expect(await read('watch')).toContain('12 endpoints are watched. 6 need somebody now.<');
    await stage.watched('vpn.example.net', 80, { sighting: { verdict: 'unknown' } });
    expect(await read('watch')).toContain(' 6 need somebody now. 1 could not be judged.<');
    const alone = await read('watch?q=vpn.example.net');
    expect(alone).toContain('None of those that could be judged needs anybody now. 1 could not be judged.<');
  });

  it('is listed soonest end first, what has none last', async () => {
    const names = await namesOf('watch');
    expect(names.slice(0, 1)).toEqual(['pay.example.com']);
    expect(names.slice(1, 3).toSorted()).toEqual(['api.example.com', 'www.example.com:8443']);
    expect(names.slice(-3, -2)).toEqual(['far.example.net']);
    expect(names).toHaveLength(12);
  });

  it('is sorted by what is asked for, both ways round', async () => {
    const names = await namesOf('watch?sort=name');
    expect(names.slice(0, 2)).toEqual(['api.example.com', 'tcp://db.internal.example:5432']);
    expect(await namesOf('watch?sort=-name')).toEqual(names.toReversed());
    expect((await namesOf('watch?sort=state')).slice(0, 2)).toEqual([
      'pay.example.com',
      'tcp://db.internal.example:5432',
    ]);
    expect((await namesOf('watch?sort=look'))[0]).toBe('new.example.net');
    expect(await read('watch?sort=-name')).toContain('aria-sort="descending"');
  });

  it.each([
    ['q=EXAMPLE.org+mail', ['smtp://mail.example.org', 'imaps://mail.example.org']],
    ['q=encrypt+far', ['far.example.net']],
    ['q=@pay-oncall', ['pay.example.com']],
    [`q=${'ab'.repeat(32)}&sort=name`, ['api.example.com', 'www.example.com:8443']],
    ['state=expired', ['pay.example.com']],
    ['state=new', ['new.example.net']],
    ['state=muted', ['lab.example.net']],
    ['state=unowned', ['sso.example.com']],
    ['owner=nobody', ['sso.example.com']],
    ['owner=%40PAY-ON', ['pay.example.com']],
    ['label=team%3Dshop', ['shop.example.org']],
    ['label=tier&state=expired', ['pay.example.com']],
    ['state=failing', ['tcp://db.internal.example:5432']],
    ['label=toString', []],
    ['q=%25', []],
  ])('is filtered by %s', async (query, expected) => {
    expect(await namesOf(`watch?${query}`)).toEqual(expected);
  });

  it('counts what each filter would show, within what is filtered already', async () => {
    const page = await read('watch?label=team');
    expect(page).toMatch(
      /id="chip-all" href="\/watch\?label=team" aria-current="true">All <span class="count">4</,
    );
    expect(page).toMatch(/id="chip-critical" href="[^"]+">About to expire <span class="count">2</);
    expect(page).not.toContain('chip-degraded');
  });

  it('shows state, reason, end, owners and mute in words and in the zone of the reader', async () => {
    const page = await read('watch', { cookie: 'notafter_zone=Europe%2FBerlin' });
    expect(page).toContain('the intermediate certificate is not sent');
    expect(page).toContain('>in 3 days</time>');
    expect(page).toContain('Sat 28 Nov, 13:00 CET');
    expect(page).toContain('Muted until');
    expect(page).toContain('no owner');
    expect(await read('watch')).toContain('Sat 28 Nov, 12:00 UTC');
    expect(await read('watch', { cookie: 'notafter_zone=Mars%2FOlympus' })).toContain('12:00 UTC');
  });

  it('shows open alarms at the endpoints they are about, and filters by them', async () => {
    const rows = await stage.store.endpoints.rows(new Date());
    const twins = rows.filter(({ sighting }) => sighting?.certificate?.fingerprint256 === 'ab'.repeat(32));
    const told = (endpointId: string, affected: boolean) => ({
      endpointId,
      name: 'x',
      url: 'https://x:443/',
      address: null,
      client: null,
      affected,
    });
    const base = incidentOf('one', { version: 0, endedAt: null, end: null });
    await stage.store.incidents.save(
      [
        {
          ...base,
          subject: { kind: 'certificate', fingerprint256: 'ab'.repeat(32) },
          told: { ...base.told, endpoints: twins.map(({ endpoint }, n) => told(endpoint.id, n === 0)) },
        },
      ],
      [],
      new Date(),
    );
    const page = await read('watch');
    expect(page.match(/Alarm: /g)).toHaveLength(1);
    expect(await namesOf('watch?state=alarm')).toHaveLength(2);
  });
});

it('is paged, fifty at a time', async () => {
  for (let n = 0; n < 103; n += 1) await stage.watched(`h${String(n).padStart(3, '0')}.example`, 100 + n);
  expect(await namesOf('watch')).toHaveLength(50);
  expect((await namesOf('watch?page=3')).toSorted()).toEqual([
    'h100.example',
    'h101.example',
    'h102.example',
  ]);
  expect(await namesOf('watch?page=99')).toHaveLength(3);
  expect(await read('watch?page=2')).toContain('51 to 100 of 103');
});

it('runs nothing of what strangers wrote', async () => {
  const hostile = '"><script>alert(1)</script>\u202e';
  await stage.watched('evil.example', 5, {
    endpoint: { labels: { [hostile]: hostile }, owners: [{ ...paula, name: hostile }, oncall] },
    sighting: { verdict: 'broken', reason: hostile, rootCause: null },
  });
  for (const path of [
    'watch',
    `watch?q=${encodeURIComponent(hostile)}`,
    `watch?owner=${encodeURIComponent(hostile)}`,
  ]) {
    const page = await read(path);
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('\u202e');
  }
});
