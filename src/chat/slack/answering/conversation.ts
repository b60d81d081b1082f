import type { Caller } from '../../../core/people.ts';
import type { Groups } from '../people/groups.ts';
import type { AnswerWorld } from './asked.ts';

/** What a person sees on the Home tab. It never rejects. */
export type HomeTab = {
  /** `hash`: of the view that Slack shows just now, if any. */
  open(user: string, hash: string | undefined): Promise<void>;
  /** Shows another page. */
  turn(user: string, from: number): Promise<void>;
  /** Shows it anew, with what was just done in a line above. */
  show(user: string, told: string): Promise<void>;
};

export type Conversation = {
  readonly world: AnswerWorld;
  readonly groups: Groups;
  readonly home: HomeTab;
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
