import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, type Details, labelled, text } from '../../core/message.ts';
import type { AnyProbe } from '../../core/probe.ts';
import type { ServedChain } from '../../probes/chain.ts';
import { shortChainBlocks } from '../certificate/chain-tables.ts';
import { repairFiles } from '../certificate/repair-files.ts';
import { changeBlocks } from './changes.ts';
import { factsIn } from './facts.ts';
import { commandBlocks, findingBlocks, findingLine, reproduceBlocks } from './finding-lines.ts';
import { httpWayBlocks } from './http-way.ts';
import { finePrint } from './small-print.ts';
import { wayBlocks } from './way.ts';

const mostCommands = 3;

/** Behind an answer: what it stands on, what else was found, the command that shows it and what to install. */
export function closerLook(
  diagnosis: Diagnosis,
  ladder: readonly AnyProbe[],
): { readonly details?: Details } {
  const blocks =
    diagnosis.rootCause === null ? quietBlocks(diagnosis, ladder) : causeBlocks(diagnosis, ladder);
  const files = repairFiles(diagnosis);
  if (blocks.length === 0 && files.length === 0) return {};
  return { details: { blocks, ...(files.length === 0 ? {} : { files }) } };
}

function causeBlocks(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  const { rootCause, findings } = diagnosis;
  const others = findings.filter((finding) => finding !== rootCause);
  return [
    ...(rootCause === null ? [] : findingBlocks(rootCause)),
    ...sightBlocks(diagnosis, ladder),
    ...(rootCause === null ? [] : reproduceBlocks(rootCause)),
    ...(others.length === 0
      ? []
      : [labelled('Also'), { kind: 'list', items: others.map(findingLine) } as const]),
    ...finePrint(diagnosis),
  ];
}

function quietBlocks(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  const { verdict, findings } = diagnosis;
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  // In a healthy answer the line of the layers says it already.
  const isShort = verdict === 'healthy' && warnings.length === 0;
  const told = findings.filter(({ id }) => !(isShort && id === 'revocation/unchecked'));
  return [
    ...sightBlocks(diagnosis, ladder),
    ...(told.length === 0 ? [] : [{ kind: 'list', items: told.map(findingLine) } as const]),
    ...commandBlocks(warnings, mostCommands),
  ];
}

/** What was seen, beyond the evidence: what is new, then where the way, the chain or the request stand out. */
function sightBlocks(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  return [
    ...changeBlocks(diagnosis),
    ...wayBlocks(diagnosis),
    ...scanBlocks(diagnosis, ladder),
    ...chainBlocks(diagnosis),
    ...httpWayBlocks(diagnosis),
  ];
}

/** The scan in one line; /tls tells all of it. */
function scanBlocks({ results, target }: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  const scan = results.find(({ probe }) => probe === 'tls-scan');
  const probe = ladder.find(({ name }) => name === 'tls-scan');
  if (scan?.status !== 'ok' || probe === undefined) return [];
  return [labelled('TLS scan', text(`${probe.describe(scan.facts, target)}.`))];
}

/** The first list of certificates with something wrong about it, where the chain is part of the story. */
function chainBlocks(diagnosis: Diagnosis): readonly Block[] {
  const told = diagnosis.findings.filter(({ layer, severity }) => layer === 'chain' && severity !== 'notice');
  const first = told.length === 0 ? undefined : factsIn(diagnosis)('chain')?.chains.find(isOdd);
  return first === undefined ? [] : shortChainBlocks(first);
}

function isOdd({ path, order, openssl }: ServedChain): boolean {
  return !path.trusted || path.detours.length > 0 || openssl !== null || !order.inOrder || order.leafNotFirst;
}
