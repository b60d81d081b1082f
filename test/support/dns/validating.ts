import { createDnsClient } from '../../../src/net/dns/client.ts';
import type { AskSigned } from '../../../src/net/dnssec/asking.ts';
import type { Ds } from '../../../src/net/dnssec/records.ts';
import { type Validation, validate } from '../../../src/net/dnssec/validate.ts';
import { noSignal } from '../loopback.ts';
import { type SignedServerSettings, startSignedServer } from './signed-server.ts';
import type { SignedTree } from './signed-tree.ts';

export function askerAt(server: string): AskSigned {
  const client = createDnsClient({ servers: [server] });
  return (name, type) =>
    client.ask({ name, type, dnssec: true, checkingDisabled: true }, { signal: noSignal(), timeoutMs: 3000 });
}

export type Trust = Validation['answers'][number]['trust'];

/** "secure", or the state with its reason: "bogus rrsig-expired at example.test". */
export function verdictText(trust: Trust): string {
  switch (trust.state) {
    case 'secure':
      return 'secure';
    case 'insecure':
      return `insecure ${trust.why.code} from ${trust.why.from}`;
    case 'bogus':
      return `bogus ${trust.link.code} at ${trust.link.zone}: ${trust.link.name} ${trust.link.type}`;
    case 'indeterminate':
      return `indeterminate ${trust.why.code}`;
  }
}

/** Serves the tree and validates one question against it, over real packets. */
export async function validated(
  tree: Pick<SignedTree, 'zones' | 'anchors'>,
  name: string,
  type: string,
  now: Date,
  settings: Partial<SignedServerSettings> & { readonly anchors?: readonly Ds[] } = {},
): Promise<string> {
  await using server = await startSignedServer({ zones: tree.zones, ...settings });
  const anchors = settings.anchors ?? tree.anchors;
  const { answers } = await validate(name, [type], { ask: askerAt(server.address), anchors, now });
  const [first] = answers;
  return first === undefined ? 'nothing' : verdictText(first.trust);
}
