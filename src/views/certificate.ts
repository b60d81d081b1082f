import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, type Message, paragraph, text } from '../core/message.ts';
import type { AnyProbe } from '../core/probe.ts';
import type { ServedChain } from '../probes/chain.ts';
import type { ProbeFacts } from '../probes/index.ts';
import { pathBlocks, sentBlocks, storeBlocks } from './certificate/chain-tables.ts';
import { leafBlocks, leafHead, leafRest } from './certificate/leaf.ts';
import { revocationBlocks } from './certificate/revocation.ts';
import type { SeenList } from './certificate/seen-list.ts';
import { standardBlocks } from './certificate/standards.ts';
import { transparencyBlocks } from './certificate/transparency.ts';
import { targetValues } from './diagnosis/buttons.ts';
import { factsIn } from './diagnosis/facts.ts';
import { fixLine, wholeFix } from './diagnosis/finding-lines.ts';
import { finePrint } from './diagnosis/small-print.ts';
import { diagnosisMessage } from './diagnosis.ts';
import { renewalBlocks } from './renewal.ts';

type Part = (seen: SeenList) => readonly Block[];

/** What is read first about one list. */
const firstParts: readonly Part[] = [
  ({ served }) => leafHead(served.leaf),
  ({ served, factsOf }) => renewalBlocks(served, factsOf),
];

/** The closer look at it, in the order of telling. */
const closerParts: readonly Part[] = [
  ({ served }) => leafRest(served.leaf),
  transparencyBlocks,
  ({ served, factsOf }) => revocationBlocks(served, factsOf),
  ({ served }) => sentBlocks(served),
  ({ served }) => pathBlocks(served),
  ({ served }) => storeBlocks(served),
  ({ served }) => standardBlocks(served),
];

const mostChains = 4;

/** What each address serves, exactly as sent, beside the path that verifies. The diagnosis itself when there is none. */
export function certificateMessage(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): Message {
  const factsOf = factsIn(diagnosis);
  const chains = factsOf('chain')?.chains ?? [];
  if (chains.length === 0) return withArrived(diagnosisMessage(diagnosis, ladder), factsOf('tls'));
  const whole = diagnosisMessage(diagnosis, []);
  const told = (parts: readonly Part[]) =>
    chains
      .slice(0, mostChains)
      .flatMap((served) => [
        ...headingOf(served, chains.length > 1),
        ...parts.flatMap((part) => part({ served, factsOf })),
      ]);
  const cause = diagnosis.rootCause;
  const { files } = whole.details ?? {};
  return {
    tone: whole.tone,
    title: whole.title,
    blocks: [
      ...(cause === null ? [] : [fixLine(cause)]),
      ...told(firstParts),
      ...leftOut(chains.length),
      ...whole.blocks.slice(-1),
    ],
    details: {
      blocks: [
        ...(cause === null ? [] : wholeFix(cause)),
        ...told(closerParts),
        ...(cause === null ? [] : finePrint(diagnosis)),
      ],
      ...(files === undefined ? {} : { files }),
    },
    buttons: [
      {
        label: 'Check everything',
        command: 'check',
        values: targetValues(diagnosis.target),
        style: 'primary',
      },
    ],
    summary: whole.summary,
    record: diagnosis,
  };
}

/** No handshake came to its end, and yet certificates had come: they stand before the small print. */
function withArrived(message: Message, tls: ProbeFacts['tls'] | null): Message {
  const broken = tls?.addresses.map(({ handshake }) => handshake) ?? [];
  const arrived = broken.find((handshake) => handshake.kind === 'failed' && handshake.arrived !== null);
  if (arrived?.kind !== 'failed' || arrived.arrived === null) return message;
  const { leaf, entries } = arrived.arrived;
  const shown: readonly Block[] = [
    { kind: 'heading', text: 'What came before the handshake broke off' },
    ...(leaf === null ? [] : leafBlocks(leaf)),
    ...sentBlocks({ entries }),
  ];
  return { ...message, blocks: [...message.blocks.slice(0, -1), ...shown, ...message.blocks.slice(-1)] };
}

function headingOf({ addresses }: ServedChain, several: boolean): readonly Block[] {
  return several ? [{ kind: 'heading', text: addresses.join(', ') }] : [];
}

function leftOut(count: number): readonly Block[] {
  if (count <= mostChains) return [];
  return [
    paragraph(text(`${count - mostChains} more lists of certificates are served; /check compares them.`)),
  ];
}
