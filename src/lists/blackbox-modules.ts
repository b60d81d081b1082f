import { UserError } from '../core/errors.ts';
import { type Scheme, schemeFacts, schemeNamed, schemeOfPort } from '../core/target/schemes.ts';
import { typedWord } from '../core/text/typed-word.ts';

/**
 * A target as the blackbox exporter is given it, as Notafter calls it. Names of modules are up to who wrote blackbox.yml;
 * those of its example file, and what people make of them, say what is spoken. UserError where nothing of it is TLS.
 */
export function targetOfModule(target: string, module: string | null): string {
  if (module === null) return target;
  const name = module.toLowerCase();
  refuse(name, target);
  // A scheme that was written is meant, whatever the module.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target;
  const scheme = schemeOf(name, target);
  if (scheme === null) {
    throw new UserError(
      `The module ${typedWord(module, 60)} does not tell what is spoken. Write the target with a scheme: tls://${target}.`,
    );
  }
  return `${scheme}://${target}`;
}

function refuse(name: string, target: string): void {
  const [, why] = refusals.find(([pattern]) => pattern.test(name)) ?? [];
  if (why !== undefined) throw new UserError(`${why} It has no certificate to watch; ${target} stays out.`);
}

const refusals: readonly (readonly [RegExp, string])[] = [
  [/icmp|ping/, 'The module sends pings.'],
  [/(^|_)dns(_|$)|(^|_)(udp|soa|recursive|authoritative)/, 'The module asks name servers.'],
  [/(^|_)ssh/, 'The module speaks SSH.'],
  [/grpc_plain|grpc.*(insecure|cleartext)/, 'The module speaks gRPC without TLS.'],
];

function schemeOf(name: string, target: string): Scheme | null {
  const protocol = /(?:^|_)(smtp|imap|pop3|ldap|ftp|xmpp|postgres|postgresql|mysql)/.exec(name)?.[1] ?? null;
  if (/starttls|start_tls/.test(name)) return protocol === null ? byPort(target) : schemeNamed(protocol);
  const secure =
    /(?:^|_)(smtps|imaps|pop3s|ldaps|ftps|xmpps|mqtts|amqps|nntps|ircs|sips|rediss|wss|grpcs|https)/.exec(
      name,
    )?.[1];
  if (secure !== undefined) return schemeNamed(secure);
  if (/http/.test(name)) return 'https';
  if (/grpc/.test(name)) return 'grpcs';
  if (protocol !== null) return byPort(target) ?? schemeNamed(protocol);
  if (/tls|ssl|cert/.test(name)) return byPort(target) ?? 'tls';
  if (/tcp|banner|connect/.test(name)) return byPort(target) ?? 'tcp';
  return null;
}

/** What is registered for the port, where that has TLS: the exporter's own tcp module says nothing of it. */
function byPort(target: string): Scheme | null {
  const port = Number(/:(\d{1,5})$/.exec(target)?.[1] ?? 0);
  if (port === 443) return 'tls';
  const scheme = schemeOfPort(port);
  return scheme === null || schemeFacts(scheme).tls === 'never' ? null : scheme;
}
