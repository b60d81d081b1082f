import { UserError } from '../errors.ts';
import type { Target } from '../target.ts';
import { typedWord } from '../text/typed-word.ts';

/** Where a client certificate comes from: one family of settings, `CLIENT_CERT_<NAME>` and what stands beside it. */
export type ClientCertificateSetting = {
  /** As it is asked for: lower case, "payments". */
  readonly name: string;
  /** "CLIENT_CERT_PAYMENTS". */
  readonly setting: string;
  readonly file: string;
  /** Null: the key is in the same file. */
  readonly keyFile: string | null;
  readonly password: string | null;
};

/** "Payments-EU" and "PAYMENTS_EU" are one profile. */
export function clientName(typed: string): string {
  return typed.trim().toLowerCase().replaceAll('-', '_');
}

/** The target, if there is a certificate of that name to show; UserError with the names there are, if not. */
export function withKnownClient(target: Target, names: readonly string[]): Target {
  if (target.client === null || names.includes(target.client)) return target;
  const asked = JSON.stringify(typedWord(target.client, 40));
  const setting = `CLIENT_CERT_${target.client
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .slice(0, 40)}`;
  throw new UserError(
    names.length === 0
      ? `There is no client certificate ${asked}: none is configured. An administrator sets ${setting}.`
      : `There is no client certificate ${asked}. There is: ${names.slice(0, 20).join(', ')}.`,
  );
}
