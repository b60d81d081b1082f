import type { Block, Inline, Message } from '../../../src/core/message.ts';
import type { Mention } from '../../../src/core/people.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { type Incident, subjectKey } from '../../../src/core/watch/alarm/incident.ts';
import type { Outgoing, Send } from '../../../src/core/watch/notification.ts';

/** What arrived, as the reader of a platform would have it. */
export type Delivered = {
  /** True time in ms since 1970. */
  readonly at: number;
  readonly key: string;
  readonly where: string;
  /** "lapse", "mismatch" ...; null: no alarm. */
  readonly problem: string | null;
  /** Of an alarm about a certificate. */
  readonly fingerprint256: string | null;
  /** Shown to people of its own accord: everything but the rewriting of a head. */
  readonly unprompted: boolean;
  /** One per person who was called by it: the same certificate, place, state, rung, turn and person. */
  readonly calls: readonly string[];
};

export type Ledger = {
  readonly delivered: Delivered[];
  readonly send: Send;
  /** The same store, of which the ledger learns in which state an incident was opened. */
  overhear(store: Store): Store;
};

type Opened = Pick<Incident, 'subject' | 'problem' | 'home' | 'state'>;

export function openLedger(isDown: () => boolean, trueNow: () => number): Ledger {
  const delivered: Delivered[] = [];
  const opened = new Map<string, Opened>();
  return {
    delivered,
    async send(outgoing) {
      if (isDown()) return { kind: 'retry', afterMs: null, reason: '503' };
      delivered.push(deliveredFrom(outgoing, opened, trueNow()));
      return { kind: 'sent', reference: String(delivered.length) };
    },
    overhear: (store) => ({
      ...store,
      incidents: {
        ...store.incidents,
        async save(incidents, notifications, now) {
          const saved = await store.incidents.save(incidents, notifications, now);
          for (const incident of saved ? incidents : []) {
            if (!opened.has(incident.id)) opened.set(incident.id, incident);
          }
          return saved;
        },
      },
    }),
  };
}

function deliveredFrom(outgoing: Outgoing, opened: ReadonlyMap<string, Opened>, at: number): Delivered {
  const { key, to, message, conversation } = outgoing;
  const [kind, id = '', ...rest] = key.split(':');
  const incident = kind === 'alarm' ? opened.get(id) : undefined;
  const where = to.kind === 'place' ? to.place.channel : `@${to.who.id}`;
  const called: readonly Mention[] = to.kind === 'person' ? [to.who] : mentionsIn(message);
  const step = rest[0] === 'open' ? `${incident?.state}:0:0` : rest.slice(0, 3).join(':');
  return {
    at,
    key,
    where,
    problem: incident?.problem ?? null,
    fingerprint256: incident?.subject.kind === 'certificate' ? incident.subject.fingerprint256 : null,
    unprompted: conversation?.act !== 'edit',
    calls:
      incident === undefined
        ? called.map(({ id: who }) => `${key} ${who}`)
        : called.map(({ id: who }) => `${seriesOf(incident, id)} ${step} ${who}`),
  };
}

/** A trouble that comes again weeks later is another one; a certificate ends once. */
function seriesOf({ subject, problem, home }: Opened, id: string): string {
  return `${subjectKey(subject)} ${problem} ${home.channel} ${problem === 'lapse' ? '' : id}`;
}

export function mentionsIn({ title, blocks }: Message): readonly Mention[] {
  const inlines = [...title, ...blocks.flatMap(inlinesOf)];
  return inlines.flatMap((inline) => (inline.kind === 'mention' ? [inline.who] : []));
}

function inlinesOf(block: Block): readonly Inline[] {
  if (block.kind === 'list') return block.items.flat();
  return 'inlines' in block ? block.inlines : [];
}
