import { expect, test } from 'vitest';
import type { ZoneAnswer } from '../../support/dns/answer-from-zones.ts';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { validated } from '../../support/dns/validating.ts';

const now = new Date('2026-11-27T12:00:00Z');
const records = ['api A 192.0.2.200', 'api A 192.0.2.3', 'api A 10.0.0.1', '*.wild A 192.0.2.9'];
const trees = (['NSEC', 'NSEC3'] as const).map((kind) => {
  const chain = kind === 'NSEC' ? {} : { nsec3: {} };
  return [kind, forgeTree({ '.': chain, test: chain, 'example.test': { records, ...chain } }, now)] as const;
});

test.each(trees)('the order of records, their TTLs and doubles do not matter (%s)', async (_kind, tree) => {
  const name = 'api.example.test';
  for (const change of [
    (answer: ZoneAnswer) => ({ ...answer, answers: answer.answers.toReversed() }),
    (answer: ZoneAnswer) => ({ ...answer, answers: [...answer.answers, ...answer.answers.slice(0, 2)] }),
    (answer: ZoneAnswer) => ({
      ...answer,
      answers: answer.answers.map((record) => ({ ...record, ttl: 7 })),
    }),
  ]) {
    expect(await validated(tree, name, 'A', now, { change })).toBe('secure');
  }
});

test.each(trees)('one record less or more is noticed (%s)', async (_kind, tree) => {
  const name = 'api.example.test';
  const isAsked = (query: { name: string; type: string }) => query.name === name && query.type === 'A';
  const more = { name, type: 'A', ttl: 300, data: Buffer.from([192, 0, 2, 66]) };
  for (const answers of [
    (all: ZoneAnswer['answers']) => all.slice(1),
    (all: ZoneAnswer['answers']) => [...all, more],
  ]) {
    const change = (answer: ZoneAnswer, query: { name: string; type: string }) =>
      isAsked(query) ? { ...answer, answers: answers(answer.answers) } : answer;
    expect(await validated(tree, name, 'A', now, { change })).toBe(
      `bogus rrsig-wrong at example.test: ${name} A`,
    );
  }
});

test.each(trees)('a name is not denied while its wildcard stands (%s)', async (_kind, tree) => {
  const name = 'x.wild.example.test';
  // True records, as far as they go: the name itself is not there.
  const change = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer =>
    query.name !== name || query.type !== 'A'
      ? answer
      : { rcode: 3, answers: [], authority: answer.authority };
  expect(await validated(tree, name, 'A', now, { change })).toBe(
    `bogus denial-not-proved at example.test: ${name} A`,
  );
  const nodata = (answer: ZoneAnswer, query: { name: string; type: string }) => ({
    ...change(answer, query),
    rcode: 0,
  });
  expect(await validated(tree, name, 'A', now, { change: nodata })).toBe(
    `bogus denial-not-proved at example.test: ${name} A`,
  );
});
