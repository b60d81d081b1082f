import { secretOptionOf } from '../../core/command.ts';
import { type Message, text } from '../../core/message.ts';
import type { Caller } from '../../core/people.ts';
import type { ParsedCommand } from './parse.ts';

/** How a newer run took over: in the same message, or in one of its own. */
export type Superseded = 'in-place' | 'elsewhere';

/** What a run claims; of two that claim the same, the older one ends. */
export type Claim = {
  /** The same person asking the same in the same place, see `questionOf`; null where that is no reason to stop. */
  readonly question: string | null;
  /** The message it renews, see `messageKey`; null where it makes a new one. Whoever asked, a message shows one run. */
  readonly message: string | null;
};

export type Run = {
  /** Aborts with the signal given to `begin`, and when a newer run took over. */
  readonly signal: AbortSignal;
  superseded(): Superseded | null;
  /** The message it has made meanwhile, which is its own from now on. */
  holds(message: string): void;
  /**
   * Says or edits something in its message: after what is still on its way there, and not at all (null) once a newer run has
   * that message. Rejects as `say` does.
   */
  saying<Result>(say: () => Promise<Result>): Promise<Result | null>;
  /** Once there is nothing more to say: its claims are free. */
  end(): void;
};

export type Superseding = { begin(claim: Claim, signal: AbortSignal): Run };

/** The runs of one platform in one process. */
export function createSuperseding(): Superseding {
  /** The newest run of each claim. */
  const newest = new Map<string, Held>();
  /** What is on its way to a message: the next waits for it, whoever says it. */
  const onTheWay = new Map<string, Promise<void>>();
  let begun = 0;

  function begin({ question, message }: Claim, outer: AbortSignal): Run {
    const own = new AbortController();
    const claims = new Set<string>();
    let place = message;
    let superseded: Superseded | null = null;
    let isEnded = false;
    begun += 1;
    const held: Held = {
      number: begun,
      yieldTo(other) {
        // The message weighs more: it shows the newer run, whatever else that is.
        if (superseded !== 'in-place') superseded = other;
        own.abort();
      },
    };

    function claim(key: string, how: Superseded): void {
      const other = newest.get(key);
      // An edit that was under way when a newer run began ends after that: it takes nothing back.
      if (other !== undefined && other.number > held.number) {
        held.yieldTo(how);
        return;
      }
      if (other !== held) other?.yieldTo(how);
      newest.set(key, held);
      claims.add(key);
    }

    if (question !== null) claim(questionSign + question, 'elsewhere');
    if (message !== null) claim(messageSign + message, 'in-place');

    return {
      signal: AbortSignal.any([outer, own.signal]),
      superseded: () => superseded,
      holds(made) {
        place = made;
        if (!isEnded) claim(messageSign + made, 'in-place');
      },
      async saying(say) {
        const at = place;
        if (at === null) return superseded === 'in-place' ? null : say();
        for (let before = onTheWay.get(at); before !== undefined; before = onTheWay.get(at)) await before;
        if (superseded === 'in-place') return null;
        const said = say();
        const over = said
          .then(nothing, nothing)
          .finally(() => onTheWay.get(at) === over && onTheWay.delete(at));
        onTheWay.set(at, over);
        return said;
      },
      end() {
        isEnded = true;
        for (const key of claims) if (newest.get(key) === held) newest.delete(key);
      },
    };
  }

  return { begin };
}

const words = 'A newer run of the same took the place of this one. Its answer is in a message of its own.';

/** What the older one's message says from then on; a run that has shown nothing yet says nothing. */
export const supersededMessage: Message = {
  tone: 'neutral',
  title: [text(words)],
  blocks: [],
  summary: words,
};

type Held = { readonly number: number; yieldTo(other: Superseded): void };

const questionSign = '?';
const messageSign = '#';

function nothing(): void {}

/**
 * Who asks what where. Null for what must not be broken off: one of several actions may change something (/watch add), and a file
 * or a secret is not known by its name.
 */
export function questionOf(
  { command, action, values, files }: ParsedCommand,
  { who, place }: Caller,
): string | null {
  if (command.actions.length > 1 || files !== undefined || secretOptionOf(action) !== null) return null;
  const given = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value = '']) => [name, value.trim()])
    .toSorted();
  return JSON.stringify([
    place.platform,
    place.channel,
    place.thread ?? '',
    who.id,
    command.name,
    action.name,
    given,
  ]);
}

export function messageKey(channel: string, message: string): string {
  return `${channel} ${message}`;
}
