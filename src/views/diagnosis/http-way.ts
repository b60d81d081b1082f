import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, code, type Inline, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { msText } from '../../core/text/time-text.ts';
import type { HttpHop } from '../../probes/http.ts';
import { factsIn } from './facts.ts';

/** Where the requests went, and, when they were slow, where their time went; nothing of a plain and quick answer. */
export function httpWayBlocks(diagnosis: Diagnosis): readonly Block[] {
  const hops = factsIn(diagnosis)('http')?.hops ?? [];
  // As the cause or beside it, what is about HTTP has the way in its own evidence.
  const told = diagnosis.rootCause?.layer === 'http';
  const slow = diagnosis.findings.some(({ id }) => id === 'http/slow');
  return [
    ...(hops.length > 1 && !told ? [labelled('Redirects', ...hops.flatMap(hopWords))] : []),
    ...(slow && hops.length > 0 ? [labelled('Time', ...hops.flatMap(phaseWords))] : []),
  ];
}

function hopWords({ status, url }: HttpHop, index: number): readonly Inline[] {
  return [text(`${index === 0 ? '' : ', then '}${status ?? 'no answer'} from `), code(shorten(url, 120))];
}

function phaseWords({ phases }: HttpHop, index: number): readonly Inline[] {
  const { queueMs, connectMs, tlsMs, firstByteMs, bodyMs } = phases;
  const spans: readonly (readonly [string, number | null])[] = [
    ['queue', queueMs],
    ['connect', connectMs],
    ['TLS', tlsMs],
    ['first byte', firstByteMs],
    ['body', bodyMs],
  ];
  const words = spans.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${msText(ms)}`]));
  return [text(`${index === 0 ? '' : '; then '}${words.join(' · ')}`)];
}
