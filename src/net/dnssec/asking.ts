import type { DnsAnswer } from '../dns/answer.ts';
import type { Uncertainty } from './broken-link.ts';

/** One question with DO and CD set. */
export type AskSigned = (name: string, type: string) => Promise<DnsAnswer>;

export type Answered = Extract<DnsAnswer, { status: 'answered' }>;

export type Asker = {
  /** The answer, each question asked once; or why there is none that can be judged. */
  ask(name: string, type: string): Promise<Answered | Uncertainty>;
  readonly asked: () => number;
};

export function createAsker(askSigned: AskSigned, most: number): Asker {
  const known = new Map<string, Promise<DnsAnswer>>();
  return {
    asked: () => known.size,
    async ask(name, type) {
      const key = `${type} ${name}`;
      let asking = known.get(key);
      if (asking === undefined) {
        if (known.size >= most) return { code: 'too-much' };
        asking = askSigned(name, type);
        known.set(key, asking);
      }
      const answer = await asking;
      if (answer.status === 'no-answer') return { code: 'no-answer', name, type, said: answer.reason };
      if (answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN') return answer;
      return { code: 'no-answer', name, type, said: answer.rcode };
    },
  };
}

export function isAnswered(answer: Answered | Uncertainty): answer is Answered {
  return 'status' in answer;
}
