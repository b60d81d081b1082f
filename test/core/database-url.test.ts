import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { databaseName, withSslMode } from '../../src/core/database-url.ts';

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

describe('a password whose signs were left as they are', () => {
  it.each([
    'postgres://user:pass@se/cret@db.example.com/name',
    'postgres://user:12/secret@db.example.com/name',
    'postgres://user:12?secret@db.example.com/name',
    'postgres://user:12#secret@db.example.com/name',
    'postgres://user:pass@se#cret@db.example.com/name',
  ])('is a mistake and no name of a database: %s', (DATABASE_URL) => {
    expect(databaseName(DATABASE_URL)).toBe('of DATABASE_URL');
    expect(() => loadConfig({ DATABASE_URL })).toThrow(/DATABASE_URL must be .*%40 %3A %2F %23 %25/);
  });

  it.each([
    ['postgres://user:p%40%2F%23@db.example.com:5433/name', 'db.example.com:5433/name'],
    ['postgres://user:p@ss@db.example.com/name', 'db.example.com/name'],
    ['postgres://db.example.com/name?user=me@example.com', 'db.example.com/name'],
    ['postgres://user@/name?host=/run/postgresql', '/run/postgresql/name'],
    ['postgres://user@db.example.com/name?sslrootcert=/etc/me@here.pem', 'db.example.com/name'],
  ])('and others are read: %s', (url, name) => {
    expect(databaseName(url)).toBe(name);
  });
});
