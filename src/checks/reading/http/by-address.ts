import { isExpectedStatus } from '../../../core/target/expected.ts';
import type { Target } from '../../../core/target.ts';
import type { HttpFacts, HttpFailure } from '../../../probes/http.ts';
import type { HttpAddressesFacts } from '../../../probes/http-addresses.ts';

export type AnswerAt = {
  readonly url: string;
  readonly address: string;
  readonly status: number | null;
  readonly failure: HttpFailure | null;
};

/** `bad`: no answer or 5xx; `turned-away`: another 4xx than one that asks to slow down; `busy`: 429. */
export type AnswerKind = 'fine' | 'elsewhere' | 'turned-away' | 'busy' | 'bad';

/** The first answer of every address that was asked, the main request's among them; [] where only one was. */
export function answersByAddress(http: HttpFacts, others: HttpAddressesFacts | null): readonly AnswerAt[] {
  const first = http.hops[0];
  if (first === undefined || others === null) return [];
  const failure = http.hops.length === 1 && http.end.kind === 'failed' ? http.end.failure : null;
  const { url, address, status } = first;
  const seen = [{ url, address, status, failure }, ...others.answers].filter(
    (answer) => answer.failure?.kind !== 'aborted',
  );
  return seen.length > 1 ? seen : [];
}

export function answerKind(
  { status }: Pick<AnswerAt, 'status'>,
  { expected }: Pick<Target, 'expected'>,
): AnswerKind {
  if (status === null) return 'bad';
  if (expected?.status !== undefined) return isExpectedStatus(expected.status, status) ? 'fine' : 'bad';
  if (status >= 500) return 'bad';
  if (status === 429) return 'busy';
  if (status >= 400) return 'turned-away';
  return status >= 300 ? 'elsewhere' : 'fine';
}

/** True when some addresses serve nobody and others do: then no single answer speaks for the target. */
export function onlySomeFail(
  http: HttpFacts,
  others: HttpAddressesFacts | null,
  target: Pick<Target, 'expected'>,
): boolean {
  const kinds = answersByAddress(http, others).map((answer) => answerKind(answer, target));
  return kinds.includes('bad') && kinds.some((kind) => kind !== 'bad');
}

export function answerText({ status, failure }: AnswerAt): string {
  return status === null ? `no answer: ${failure?.message ?? 'not seen'}` : `HTTP ${status}`;
}
