import type { Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';
import { clearTextClient } from './clear-text.ts';
import { opensslClient } from './openssl.ts';

/** The client that says most plainly that TLS cannot be had; `address` is `ip:port`. */
export function clientWithTls(target: Target, address: string): string {
  switch (target.scheme) {
    case 'postgres': {
      const colon = address.lastIndexOf(':');
      const ip = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
      const place = `host=${target.host} hostaddr=${ip} port=${address.slice(colon + 1)}`;
      return `psql ${shellWord(`${place} user=nobody dbname=postgres sslmode=require connect_timeout=5`)} -c 'select 1'`;
    }
    case 'mysql':
      return opensslClient(target, address);
    // openssl goes on where nothing is offered ("trying anyway"), and may wait for ever.
    default:
      return clearTextClient(target, address);
  }
}
