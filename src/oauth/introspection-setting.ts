import { UserError } from '../core/errors.ts';
import type { IntrospectionClient } from './introspect.ts';

/**
 * INTROSPECTION_CLIENTS: `issuer client_id client_secret`, parted by blanks, one client after another by commas or lines.
 * Throws `UserError`, which repeats no secret.
 */
export function parseIntrospectionClients(text: string): readonly IntrospectionClient[] {
  return text
    .split(/[,\n]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry, at) => {
      const [issuer = '', id, secret, ...rest] = entry.split(/\s+/);
      if (
        URL.parse(issuer)?.protocol !== 'https:' ||
        id === undefined ||
        secret === undefined ||
        rest.length > 0
      ) {
        throw new UserError(
          `INTROSPECTION_CLIENTS: entry ${at + 1} is not "https://issuer client_id client_secret".`,
        );
      }
      return { issuer, id, secret };
    });
}
