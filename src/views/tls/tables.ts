import { type Block, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { ScannedAddress, ScannedLeaf } from '../../probes/tls-scan.ts';

type Version = ScannedAddress['versions'][number];
type Suite = Version['suites'][number];
type Groups = NonNullable<ScannedAddress['modernGroups']>;

/** A chat shows some lines of a table well; the rest stands in the file. */
const mostSuites = 12;
const mostLeaves = 6;
const suiteWidth = 34;

export function versionBlocks({ versions }: ScannedAddress): readonly Block[] {
  const rows = versions.map((version) => [version.name, outcomeText(version), deciderText(version)]);
  return [labelled('Versions'), { kind: 'table', columns: ['version', 'spoken', 'order'], rows }];
}

function outcomeText({ outcome, suites, why, complete }: Version): string {
  switch (outcome) {
    case 'spoken':
      return `yes, ${suites.length} ${suites.length === 1 ? 'suite' : 'suites'}${complete ? '' : ' or more'}`;
    case 'refused':
      return 'no';
    case 'unknown':
      return `not known: ${why ?? 'no answer'}`;
  }
}

function deciderText({ outcome, decider }: Version): string {
  if (outcome !== 'spoken') return '';
  return { server: 'the server decides', client: 'the client decides', unclear: 'not clear', one: '' }[
    decider
  ];
}

/** The suites of every version in the order of the server. Versions with the very same list share one table. */
export function suiteBlocks({ versions }: ScannedAddress): readonly Block[] {
  const spoken = versions.filter(({ suites }) => suites.length > 0);
  const byList = Map.groupBy(spoken, ({ suites }) => suites.map(({ code }) => code).join());
  return [...byList.values()].flatMap((same): readonly Block[] => {
    const suites = same[0]?.suites ?? [];
    const shown = suites.slice(0, mostSuites).map(suiteRow);
    const rest = suites.length - shown.length;
    const more = rest > 0 ? [['', `and ${rest} more, in the file`, '', '']] : [];
    return [
      labelled(same.map(({ name }) => name).join(', ')),
      { kind: 'table', columns: ['#', 'suite', 'exchange', 'bits'], rows: [...shown, ...more] },
    ];
  });
}

function suiteRow(suite: Suite, index: number): readonly string[] {
  return [
    String(index + 1),
    shorten(suite.openssl ?? suite.name, suiteWidth),
    exchangeText(suite),
    bitsText(suite),
  ];
}

export function exchangeText({ keyExchange, authentication }: Suite): string {
  if (keyExchange === 'any') return '(EC)DHE';
  return keyExchange === authentication ? keyExchange : `${keyExchange}, ${authentication}`;
}

/** With what is wrong about it: "112, 3des". */
export function bitsText({ bits, flaws }: Suite): string {
  return [String(bits), ...flaws].join(', ');
}

export function groupBlocks(scan: ScannedAddress): readonly Block[] {
  const { modernGroups, olderGroups, diffieHellman } = scan;
  const blocks: Block[] = [];
  if (modernGroups !== null) blocks.push(labelled('Groups of TLS 1.3', text(groupsText(modernGroups))));
  if (olderGroups !== null) blocks.push(labelled('Curves before', text(groupsText(olderGroups))));
  if (diffieHellman.length > 0) {
    const seen = diffieHellman.map(
      ({ bits, origin }) => `${bits} bits (${origin === null ? 'a prime of its own' : origin})`,
    );
    blocks.push(labelled('Diffie-Hellman', text(seen.join(', '))));
  }
  return blocks;
}

export function groupsText({ groups, decider, complete }: Groups): string {
  const names = groups.map(({ name }) => name).join(', ');
  const order =
    decider === 'server' ? '; the server decides' : decider === 'client' ? '; the client decides' : '';
  return `${names === '' ? 'none' : names}${complete ? '' : ' or more'}${order}`;
}

export function certificateRows({ certificates, withoutName }: ScannedAddress): readonly Block[] {
  const rows = certificates.slice(0, mostLeaves).map((leaf) => leafRow(leaf, leaf.askedFor ?? ''));
  if (withoutName?.kind === 'other') rows.push(leafRow(withoutName.leaf, 'no name'));
  if (rows.length === 0) return [];
  const table: Block = { kind: 'table', columns: ['asked for', 'certificate', 'key', 'until'], rows };
  const refused =
    withoutName?.kind === 'refused' ? [labelled('Without a name', text(`refused: ${withoutName.why}`))] : [];
  return [labelled('Certificates'), table, ...refused];
}

function leafRow(leaf: ScannedLeaf, asked: string): readonly string[] {
  const until = leaf.notAfter === null ? 'not readable' : dayText(leaf.notAfter);
  return [asked, shorten(leaf.label === '' ? 'no name' : leaf.label, 26), keyText(leaf), until];
}

export function keyText({ keyType, keyBits }: ScannedLeaf): string {
  return /^(rsa|dsa)/.test(keyType) && keyBits !== null ? `${keyType.toUpperCase()} ${keyBits}` : keyType;
}
