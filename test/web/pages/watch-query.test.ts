import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWatchQuery, watchFilters, watchHref, watchOrders } from '../../../src/web/pages/watch-query.ts';

function queryOf(address: string) {
  const said = new URL(address, 'http://127.0.0.1').searchParams;
  return readWatchQuery((name) => said.get(name) ?? undefined);
}

it('says nothing in the address that is as usual', () => {
  expect(watchHref(queryOf('/watch'))).toBe('/watch');
  expect(watchHref(queryOf('/watch?q=+pay+&state=due&sort=-name&page=3&days=30'))).toBe(
    '/watch?q=pay&state=due&sort=-name&page=3&days=30',
  );
});

it('begins at the first page where something else is shown', () => {
  const query = queryOf('/watch?page=3');
  expect(watchHref(query, { state: 'due' })).toBe('/watch?state=due');
  expect(watchHref(query, { span: { from: 7, days: 30 } })).toBe('/watch?page=3&from=7&days=30');
});

it('takes whatever an address says', () => {
  expect(queryOf(`/watch?state=__proto__&sort=--&page=-1&days=1e9&from=x&q=${'a'.repeat(999)}`)).toEqual({
    text: 'a'.repeat(200),
    state: null,
    owner: '',
    label: '',
    order: 'end',
    isReversed: false,
    page: 1,
    span: { from: 0, days: 90 },
  });
});

it('reads back every address it writes', () => {
  const typed = fc.string({ maxLength: 200 }).map((text) => text.toWellFormed().trim());
  const query = fc.record({
    text: typed,
    state: fc.constantFrom(null, ...watchFilters),
    owner: typed,
    label: typed,
    order: fc.constantFrom(...watchOrders),
    isReversed: fc.boolean(),
    page: fc.integer({ min: 1, max: 999 }),
    span: fc.record({ from: fc.integer({ min: -90, max: 800 }), days: fc.integer({ min: 7, max: 400 }) }),
  });
  fc.assert(
    fc.property(query, (one) => {
      expect(queryOf(watchHref(one, { page: one.page }))).toEqual(one);
    }),
  );
});
