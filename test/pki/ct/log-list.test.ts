import { describe, expect, it } from 'vitest';
import { bundledLogList, operatorAt, readLogList } from '../../../src/pki/ct/log-list.ts';
import { LogListError } from '../../../src/pki/ct/log-list-values.ts';
import { daysFrom, fixedNow } from '../../support/certificates/forge.ts';
import { forgeLog, logListText } from '../../support/certificates/logs.ts';

const from = daysFrom(fixedNow, -100);
const to = daysFrom(fixedNow, 100);
const alpha = forgeLog('Alpha', { interval: [from, to], description: 'Alpha 2026' });
const beta = forgeLog('Beta', { tiled: true, state: 'retired', since: fixedNow });
const gamma = forgeLog('Gamma', { key: 'p384' });

/** The published JSON with one part of its first log, or of the list, exchanged. */
function changed(change: (list: Parsed, log: Record<string, unknown>) => void): string {
  const list = JSON.parse(logListText([alpha, beta])) as Parsed;
  const log = list.operators[0]?.logs[0];
  if (log === undefined) throw new Error('the list has a log');
  change(list, log);
  return JSON.stringify(list);
}

type Parsed = Record<string, unknown> & { operators: { name: string; logs: Record<string, unknown>[] }[] };

describe('a log list', () => {
  it('gives each log with its operator, state and interval', () => {
    const list = readLogList(logListText([alpha, beta], fixedNow));
    expect(list.date).toEqual(fixedNow);
    expect(list.logs.get(alpha.id.toString('base64'))).toMatchObject({
      description: 'Alpha 2026',
      operator: 'Alpha',
      tiled: false,
      state: { name: 'usable' },
      interval: { from, to },
    });
    expect(list.logs.get(beta.id.toString('base64'))).toMatchObject({
      tiled: true,
      state: { name: 'retired', since: fixedNow },
      interval: null,
    });
  });

  it('leaves out a log whose key is of a kind RFC 6962 does not know', () => {
    const weak = forgeLog('Delta', { key: 'rsa1024' });
    expect(readLogList(logListText([alpha, gamma, weak])).logs.size).toBe(1);
  });

  it('names the operator of the time', () => {
    const text = changed((_list, log) => {
      log.previous_operators = [
        { name: 'Second', end_time: '2026-03-01T00:00:00Z' },
        { name: 'First', end_time: '2026-02-01T00:00:00Z' },
      ];
    });
    const log = readLogList(text).logs.get(alpha.id.toString('base64'));
    const at = (day: string): string | null => (log === undefined ? null : operatorAt(log, new Date(day)));
    expect([at('2026-01-15'), at('2026-02-15'), at('2026-03-15')]).toEqual(['First', 'Second', 'Alpha']);
  });

  const refusals: readonly (readonly [what: string, text: () => string, problem: RegExp])[] = [
    ['no JSON', () => '<html>', /not JSON/],
    ['an empty list', () => changed((list) => (list.operators = [])), /has no log/],
    [
      'no operators',
      () => changed((list) => delete (list as Record<string, unknown>).operators),
      /operators is no list/,
    ],
    ['no date', () => changed((list) => delete list.log_list_timestamp), /log_list_timestamp is missing/],
    [
      'a date of another form',
      () => changed((list) => (list.log_list_timestamp = 'yesterday')),
      /not a moment/,
    ],
    [
      'an id that is not the hash of the key',
      () => changed((_list, log) => (log.log_id = 'AAAA')),
      /not the SHA-256/,
    ],
    [
      'a state nobody knows',
      () => changed((_list, log) => (log.state = { frozen: {} })),
      /not one of the states/,
    ],
    [
      'an interval without an end',
      () => changed((_list, log) => (log.temporal_interval = { start_inclusive: '2026-01-01T00:00:00Z' })),
      /end_exclusive is missing/,
    ],
    [
      'a text in place of an object',
      () => changed((list) => (list.operators = ['x'] as never)),
      /an operator is no object/,
    ],
  ];
  it.each(refusals)('refuses %s', (_what, text, problem) => {
    expect(() => readLogList(text())).toThrow(LogListError);
    expect(() => readLogList(text())).toThrow(problem);
  });
});

describe('the bundled list', () => {
  const { logs, date } = bundledLogList();
  it('is dated and holds logs of ten operators', () => {
    expect(date.getTime()).toBeGreaterThanOrEqual(Date.UTC(2026, 9, 11));
    expect(logs.size).toBeGreaterThanOrEqual(81);
    expect(new Set([...logs.values()].map(({ operator }) => operator)).size).toBe(10);
  });

  it('holds the logs of the real certificates that are tested', () => {
    const named = new Set([...logs.values()].map(({ description }) => description));
    for (const name of ["Google 'Xenon2026h1' log", "Sectigo 'Tiger2026h1'", "DigiCert 'Wyvern2026h2'"]) {
      expect(named).toContain(name);
    }
  });
});
