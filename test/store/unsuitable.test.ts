import { expect, it } from 'vitest';
import { reasonAgainst } from '../../src/store/postgres/unsuitable.ts';

const sound = { version: '18.1 (Debian 18.1-1)', number: 180_001, encoding: 'UTF8', isReadOnly: false };

it('tells a server that is too old which release it is and which it has to be', () => {
  const old = { ...sound, version: '9.6.24 (Ubuntu 9.6.24-1)', number: 90_624, encoding: 'LATIN1' };
  expect(reasonAgainst(old)).toMatch(/^is on PostgreSQL 9\.6\.24; Notafter needs 13 or later\./);
  expect(reasonAgainst({ ...sound, version: '12.22', number: 120_022 })).toContain('is on PostgreSQL 12.22;');
  expect(reasonAgainst({ ...sound, version: '13.0', number: 130_000 })).toBeNull();
  expect(reasonAgainst(sound)).toBeNull();
});
