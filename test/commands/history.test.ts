import { describe, expect, it } from 'vitest';
import { history } from '../../commands/history.ts';
import { availabilityOf } from '../../src/core/past/availability.ts';
import type { EndpointPast, EndpointStanding } from '../../src/core/past/endpoint-past.ts';
import type { LookRun } from '../../src/core/past/look-run.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { caller, memoryServices, run, words } from '../support/commanding.ts';
import { sketchOf } from '../support/samples/strip-days.ts';

const now = new Date('2026-06-15T12:00:00Z');
const dayMs = 86_400_000;
const minuteMs = 60_000;

function ago(ms: number): Date {
  return new Date(now.getTime() - ms);
}

function runOf(verdict: LookRun['verdict'], from: Date, until: Date): LookRun {
  return { verdict, rootCause: null, reason: null, leaf: null, from, lastAt: until, until, looks: 9 };
}

function endpointOf(name: string): Endpoint {
  const { place, who } = caller;
  const target = parseTarget(name);
  return {
    id: name,
    target,
    home: place,
    owners: [who],
    labels: {},
    addedBy: 'bo',
    addedAt: ago(90 * dayMs),
  };
}

/** 30 days of which the last minutes were down. */
function downFor(ms: number): EndpointStanding['availability'] {
  const runs = [runOf('healthy', ago(30 * dayMs), ago(ms)), runOf('broken', ago(ms), now)];
  return availabilityOf({ runs, days: [] }, ago(30 * dayMs), now, 2 * 60 * minuteMs);
}

async function shown(values: Record<string, string>, past: Partial<EndpointPast> = {}) {
  const asked: Date[] = [];
  const services = memoryServices({
    past: {
      draw: async (svg) => Uint8Array.from(Buffer.from(svg)),
      async of(endpoint, since) {
        asked.push(since);
        const usual = {
          sighting: null,
          availability: null,
          latency: [],
          changes: [],
          incidents: [],
          objective: 0.999,
        };
        return { endpoint, since, ...usual, ...past };
      },
      async all(since) {
        asked.push(since);
        return [
          { endpoint: endpointOf('good.example'), availability: downFor(0), objective: 0.999 },
          { endpoint: endpointOf('late.example'), availability: downFor(60 * minuteMs), objective: 0.999 },
          { endpoint: endpointOf('poor.example'), availability: downFor(50 * minuteMs), objective: 0.9999 },
          { endpoint: endpointOf('new.example'), availability: null, objective: 0.999 },
        ];
      },
    },
  });
  await services.watchList.add({ ...endpointOf('api.example.org') });
  const [message] = await run(history, '', values, services);
  return { message, text: message === undefined ? '' : words(withDetailsInside(message)), asked };
}

describe('/history of a target', () => {
  it('holds the time it was down against what its objective allows', async () => {
    const { message, text } = await shown(
      { target: 'api.example.org' },
      { availability: downFor(21 * minuteMs + 36_000) },
    );
    expect(text).toContain('api.example.org was up 99.95 % of 30 d');
    expect(text).toContain('99.9 % over 30 d: 21 min 36 s down of 43 min 12 s budget, 50 % used');
    expect(message?.tone).toBe('warning');
  });

  it('draws what is known of more than a day, and says in words what the picture shows', async () => {
    const { message } = await shown({ target: 'api.example.org' }, { availability: downFor(minuteMs) });
    expect(message?.pictures).toMatchObject([
      {
        name: 'history.png',
        alternative: expect.stringMatching(/^api\.example\.org from .*Down on .* for 1 min\.$/),
      },
    ]);
    expect(Buffer.from(message?.pictures?.[0]?.bytes ?? []).toString()).toContain('class="strip-down"');
    expect((await shown({ target: 'api.example.org' })).message?.pictures).toBeUndefined();
  });

  it('says when the objective that was typed is missed', async () => {
    const { message, text } = await shown(
      { target: 'api.example.org', objective: '99.99' },
      { availability: downFor(21 * minuteMs + 36_000) },
    );
    expect(text).toContain('was up 99.95 % of 30 d, less than its objective of 99.99 %');
    expect(text).toContain('21 min 36 s down of 4 min 19 s budget, 500 % used');
    expect(message?.tone).toBe('bad');
    expect(message?.record).toMatchObject({
      objective: '99.99 %',
      budget: { isSpent: true, downMs: 1_296_000 },
    });
  });

  it('counts what could not be judged neither as up nor as down, and says so', async () => {
    const runs = [
      runOf('healthy', ago(4 * dayMs), ago(3 * dayMs)),
      runOf('unknown', ago(3 * dayMs), ago(2 * dayMs)),
      runOf('degraded', ago(dayMs), now),
    ];
    const availability = availabilityOf({ runs, days: [] }, ago(30 * dayMs), now, 60 * minuteMs);
    const { text } = await shown({ target: 'api.example.org' }, { availability });
    expect(text).toContain('was up 100 % of 4 d');
    expect(text).toContain('1 d in which we looked and could not judge, 1 d in which nobody looked');
    expect(text).toContain('1 d, counted as up');
    expect(text).toMatch(/^█+·+█+$/m);
  });

  it('tells what changed when', async () => {
    const before = { fingerprint256: 'aa', notAfter: ago(-5 * dayMs), issuer: 'R11' };
    const after = { fingerprint256: 'bb', notAfter: ago(-90 * dayMs), issuer: 'R13' };
    const { text } = await shown(
      { target: 'api.example.org' },
      {
        changes: [
          { at: ago(dayMs), what: 'certificate', before, now: after },
          {
            at: ago(2 * dayMs),
            what: 'verdict',
            before: { verdict: 'healthy', rootCause: null, reason: null },
            now: { verdict: 'broken', rootCause: 'tcp/refused', reason: 'The port is closed' },
          },
          {
            at: ago(3 * dayMs),
            what: 'observed',
            changes: [{ what: 'tls-version', before: ['TLSv1.2'], now: ['TLSv1.3'], since: ago(4 * dayMs) }],
          },
        ],
      },
    );
    expect(text).toMatch(/certificate renewed: notAfter .* -> .*, issuer R11 -> R13/);
    expect(text).toContain('healthy -> broken tcp/refused: The port is closed');
    expect(text).toMatch(/TLS .*1\.2.*1\.3/);
  });

  it('says how long it took to connect, all in all and day by day', async () => {
    const availability = downFor(0);
    const first = Math.floor(ago(29 * dayMs).getTime() / dayMs);
    const latency = Array.from({ length: 20 }, (_, at) => ({
      day: first + at,
      sketch: sketchOf([...Array.from({ length: 18 }, () => 30), 60, 400]),
    }));
    const { message, text } = await shown({ target: 'api.example.org' }, { availability, latency });
    expect(text).toContain(
      'Connecting: 29 ms at the median, up to 58 ms in 95 % of 400 looks, 392 ms at most (TCP connect and TLS handshake)',
    );
    expect(text.match(/\| 29 ms \| 58 ms \| 392 ms \| 20/g)).toHaveLength(14);
    expect(text).toContain('6 earlier days are not shown here.');
    expect(message?.record).toMatchObject({ latency: latency.map(() => ({ looks: 20, medianMs: 29.2 })) });
    expect((await shown({ target: 'api.example.org' }, { availability })).text).not.toContain('Connecting');
  });

  it.each([
    [{ target: 'api.example.org', since: 'since 90d' }, 90],
    [{ target: 'api.example.org', since: '90d' }, 90],
    [{ target: 'api.example.org', since: '2w' }, 14],
    [{ target: '7d' }, 7],
    [{ target: 'since', since: '7d' }, 7],
    [{}, 30],
  ])('reads the window from %j', async (values, days) => {
    expect((await shown(values)).asked).toEqual([ago(days * dayMs)]);
  });

  it('tells what to do where a target is not watched, and where a word is wrong', async () => {
    await expect(shown({ target: 'b.example' })).rejects.toThrow(/b\.example is not watched.*\/watch add/);
    await expect(shown({ target: 'api.example.org', since: 'monday' })).rejects.toThrow(/length of time/);
    await expect(shown({ objective: '101' })).rejects.toThrow(/not an objective/);
  });
});

describe('/history alone', () => {
  it('lists those first that used up most of what their objective allows', async () => {
    const { message, text } = await shown({});
    expect(text).toContain('2 of 3 missed their objective in 30 d.');
    const rows = text.split('\n').filter((line) => line.includes('.example |'));
    expect(rows).toEqual([
      'poor.example | 99.8842 % | 50 min | 30 d | 99.99 % | 11 times all of it',
      'late.example | 99.8611 % | 1 h | 30 d | 99.9 % | 138 %',
    ]);
    expect(text).toContain('1 could not be judged');
    expect(message?.record).toHaveLength(4);
  });

  it('holds all of them against one objective when asked to', async () => {
    const { text } = await shown({ objective: '99' });
    expect(text).toContain('2 of 3 were down in 30 d, all within their objective.');
  });
});
