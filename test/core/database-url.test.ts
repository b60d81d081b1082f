import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { withSslMode } from '../../src/core/database-url.ts';

describe('the sslmode of a database URL', () => {
  it.each([
    ['postgres://a:b@db/x', 'require', 'postgres://a:b@db/x?sslmode=require'],
    [
      'postgres://a:b@db/x?application_name=n',
      'verify-full',
      'postgres://a:b@db/x?application_name=n&sslmode=verify-full',
    ],
    ['postgres://a:b@db/x?sslmode=disable', 'require', 'postgres://a:b@db/x?sslmode=disable'],
    ['postgres://a:b@db/x', undefined, 'postgres://a:b@db/x'],
  ])('%s with %s', (url, mode, wanted) => {
    expect(withSslMode(url, mode)).toBe(wanted);
  });

  it('comes from PGSSLMODE where the URL cannot be changed, and has to be one that psql knows', () => {
    const DATABASE_URL = 'postgres://a:b@db/x';
    expect(loadConfig({ DATABASE_URL, PGSSLMODE: 'require' }).databaseUrl).toBe(
      `${DATABASE_URL}?sslmode=require`,
    );
    expect(() => loadConfig({ DATABASE_URL, PGSSLMODE: 'always' })).toThrow(
      /PGSSLMODE must be one of disable/,
    );
  });
});
