import type { Caller } from '../../core/people.ts';
import type { AnswerWorld } from './asked.ts';

export type Conversation = {
  readonly world: AnswerWorld;
  /** Aborts when running answers have to end. */
  readonly signal: AbortSignal;
  /** Keeps an answer that goes on after Slack has its acknowledgement. It never rejects. */
  keep(answering: Promise<void>): void;
};

/** The place has no thread: what is set up "here" is meant for the channel, not for this conversation. */
export function callerOf(id: string, name: string, channel: string): Caller {
  return {
    who: { platform: 'slack', kind: 'user', id, name },
    place: { platform: 'slack', channel },
    zone: null,
  };
}
