import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/index.ts';
import { isAway, postgresError } from '../../src/store/postgres/postgres-error.ts';
import { hasPostgres, newDatabase } from '../support/postgres/database.ts';

const stack: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of stack.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

/** As PgBouncer without ignore_startup_parameters: whoever asks for a setting that it does not know is sent away. */
async function strictPooler(url: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', (first) => {
      if (first.includes('statement_timeout')) return void client.end(refusal('statement_timeout'));
      const onward = connect(Number(port), hostname, () => onward.write(first));
      onward.on('error', () => client.destroy());
      client.pipe(onward).pipe(client);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.push({
    async [Symbol.asyncDispose]() {
      server.close();
    },
  });
  const before = new URL(url);
  before.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return before.href;
}

/** ErrorResponse: PostgreSQL documentation, Message Formats. */
function refusal(setting: string): Buffer {
  const fields = `SFATAL\0C08P01\0Munsupported startup parameter: ${setting}\0\0`;
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}

describe('a PgBouncer between', () => {
  it.skipIf(!hasPostgres)('that refuses our settings is told at the start, with what to set', async () => {
    const place = await newDatabase();
    stack.push({ [Symbol.asyncDispose]: async () => place.dispose() });
    const opening = openStore(await strictPooler(place.location));
    await expect(opening).rejects.toThrow(
      /PgBouncer that refuses a setting.*Set ignore_startup_parameters = /,
    );
  });

  it.each([
    ['no such database: nodb', /refuses \(no such database: nodb\)/, false],
    ['password authentication failed', /auth_file/, false],
    ['query_wait_timeout', /nobody knows whether.*query_wait_timeout/, true],
  ])('that says %j is told as what it is', (message, words, mayPass) => {
    const told = postgresError(Object.assign(new Error(message), { code: '08P01' }), 'a/b');
    expect(told).toBeInstanceOf(UserError);
    expect((told as UserError).message).toMatch(words);
    expect(isAway(told)).toBe(mayPass);
  });
});
