import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, labelled } from '../../core/message.ts';
import { hostPort } from '../../core/target.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { ServedChain } from '../../probes/chain.ts';
import type { TcpAddress } from '../../probes/tcp.ts';
import type { TlsAddress } from '../../probes/tls/tls-facts.ts';
import { factsIn } from './facts.ts';

type Row = Readonly<Record<Column, string>>;
const columns = ['TCP', 'TLS', 'certificate', 'until', 'chain', 'HTTP'] as const;
type Column = (typeof columns)[number];

const mostRows = 16;

/** What each address did, in the columns where they differ; nothing when all did the same. */
export function addressTableBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis);
  const tcp = facts('tcp')?.addresses ?? [];
  if (tcp.length < 2) return [];
  const tls = new Map((facts('tls')?.addresses ?? []).map((seen) => [placeOf(seen), seen.handshake]));
  const chains = facts('chain')?.chains ?? [];
  const statuses = statusesIn(diagnosis);
  const rows = tcp.map((seen): readonly [string, Row] => {
    const place = placeOf(seen);
    const chain = chains.find(({ addresses }) => addresses.includes(place));
    return [place, rowOf(seen, tls.get(place), chain, statuses.get(place))];
  });
  const differing = columns.filter((column) => new Set(rows.map(([, row]) => row[column])).size > 1);
  if (differing.length === 0) return [];
  // What lies beyond the break of one address is blank there; the others being alike tells nothing.
  const telling = differing.filter(
    (column) => new Set(rows.flatMap(([, row]) => row[column] || [])).size > 1,
  );
  const told = telling.length === 0 ? differing : telling;
  return [
    labelled('Addresses'),
    {
      kind: 'table',
      columns: ['address', ...told],
      rows: rows.slice(0, mostRows).map(([place, row]) => [place, ...told.map((column) => row[column])]),
    },
  ];
}

function placeOf({ address }: Pick<TcpAddress, 'address'>): string {
  return hostPort(address.ip, address.port);
}

function statusesIn(diagnosis: Diagnosis): ReadonlyMap<string, string> {
  const facts = factsIn(diagnosis);
  const others = facts('http-addresses')?.answers;
  // One answer alone is on the ladder; beside blanks it would look as if it were all that works.
  if (others === undefined) return new Map();
  const asked = [...(facts('http')?.hops.slice(0, 1) ?? []), ...others];
  return new Map(asked.map(({ address, status }) => [address, String(status ?? 'no answer')]));
}

function rowOf(
  { state }: TcpAddress,
  handshake: TlsAddress['handshake'] | undefined,
  chain: ServedChain | undefined,
  status: string | undefined,
): Row {
  const leaf = handshake?.kind === 'completed' ? handshake.session.chain[0] : undefined;
  return {
    TCP: reachText(state),
    TLS: handshakeText(handshake),
    certificate: leaf?.fingerprint256.slice(0, 8) ?? '',
    until: leaf === undefined ? '' : dayText(leaf.notAfter),
    chain: chain === undefined ? '' : verdictText(chain),
    HTTP: status ?? '',
  };
}

function reachText(state: TcpAddress['state']): string {
  switch (state.kind) {
    case 'open':
      return 'open';
    case 'dropped-on-accept':
      return 'dropped';
    case 'failed':
      return state.failure === 'timeout' ? 'no answer' : state.failure;
  }
}

function handshakeText(handshake: TlsAddress['handshake'] | undefined): string {
  switch (handshake?.kind) {
    case undefined:
      return '';
    case 'completed':
      return handshake.session.protocol.replace(/^TLSv/, '');
    case 'failed':
      return handshake.failure.alert?.name ?? handshake.failure.kind;
    default:
      return 'failed';
  }
}

function verdictText({ path, names }: ServedChain): string {
  if (!names.matches) return 'wrong name';
  return path.trusted ? 'trusted' : 'not trusted';
}
