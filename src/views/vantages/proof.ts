import { type Block, labelled } from '../../core/message.ts';
import { schemeFacts } from '../../core/target/schemes.ts';
import { type Target, targetUrl } from '../../core/target.ts';
import { joined } from '../../core/text/joined.ts';
import { shellWord } from '../../core/text/shell.ts';
import type { ComparedDiagnosis } from '../../core/vantages/as-diagnosis.ts';
import { addressesOf, type Sight } from '../../core/vantages/sight.ts';

/** Commands that show the difference, with where each is to be run. */
export function proofBlocks({ target, comparison }: ComparedDiagnosis): readonly Block[] {
  const { kind, voices, cause, failsFrom, worksFrom } = comparison;
  const sights = voices.flatMap((voice) => (voice.kind === 'saw' ? [voice.sight] : []));
  const lines: string[] = [];
  if (kind === 'only-some' && cause?.reproduce != null) {
    lines.push(`# fails on ${joined(failsFrom)}, works on ${joined(worksFrom)}`, cause.reproduce);
  } else if (cause?.reproduce != null) lines.push(cause.reproduce);
  if (kind === 'only-some') lines.push(...crossed(target, sights, failsFrom, worksFrom));
  if (kind === 'other-certificate') lines.push(...fingerprints(target, sights));
  if (voices.length > 1) {
    const from = voices.map(({ vantage }) => vantage).join(',');
    lines.push(
      '# all of them once more',
      `notafter check ${shellWord(targetUrl(target))} --from ${shellWord(from)}`,
    );
  }
  return lines.length === 0 ? [] : [labelled('See it yourself'), { kind: 'code', text: lines.join('\n') }];
}

/** Whether it is the server or the way: from where it works, at the address that fails elsewhere. */
function crossed(
  target: Target,
  sights: readonly Sight[],
  failsFrom: readonly string[],
  worksFrom: readonly string[],
): readonly string[] {
  const reached = (names: readonly string[]) =>
    sights.filter(({ vantage }) => names.includes(vantage)).flatMap(addressesOf);
  const good = new Set(reached(worksFrom));
  const only = reached(failsFrom).find((address) => !good.has(address));
  const [from] = worksFrom;
  if (only === undefined || from === undefined || target.address !== null) return [];
  const url = shellWord(targetUrl(target));
  return [
    `# the address that fails, from where it works: a fault here too is the server's`,
    `notafter check ${url} --address ${shellWord(ipOf(only))} --from ${shellWord(from)}`,
  ];
}

function fingerprints(target: Target, sights: readonly Sight[]): readonly string[] {
  if (schemeFacts(target.scheme).tls !== 'at-once') return [];
  const name = target.hostKind === 'name' ? ` -servername ${shellWord(target.host)}` : '';
  return sights.flatMap(({ vantage, certificates }) => {
    const address = certificates[0]?.addresses[0];
    if (address === undefined) return [];
    return [
      `# on ${vantage}`,
      `openssl s_client -connect ${shellWord(address)}${name} </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 -enddate`,
    ];
  });
}

/** "[2001:db8::1]:443" to "2001:db8::1". */
function ipOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
