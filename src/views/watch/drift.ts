import { plainMessage } from '../../core/message/plain-message.ts';
import { type Block, date, type Inline, type Message, note, strong, text } from '../../core/message.ts';
import { targetText } from '../../core/target.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { Amendment } from '../../core/watch/lists/brought.ts';
import type { Declared, Drift } from '../../core/watch/lists/declared.ts';
import { changeText, problemBlocks } from './import.ts';

const mostRows = 25;

/** `/watch drift`: where what is watched differs from the file, and who made it so. */
export function driftMessage(drift: Drift): Message {
  const { file, appliedAt, problems, isHeld, unknownNames, added, changed, removed } = drift;
  const count = added.length + changed.length + removed.length;
  const state = stateWords(drift);
  const lead =
    count === 0
      ? `${state} Nothing differs from it.`
      : `${state} ${count === 1 ? 'One endpoint differs' : `${count} endpoints differ`} from it.`;
  const canSettle = isHeld || changed.length + removed.length + unknownNames.length > 0;
  return {
    tone: problems.length > 0 || isHeld ? 'warning' : count === 0 ? 'good' : 'neutral',
    title: [text(lead)],
    blocks: [
      ...(appliedAt === null
        ? []
        : [note(text(`${file} was last read with success `), date(appliedAt), text('.'))]),
      ...problemBlocks(problems),
      ...listed('Changed by hand', changed.map(changedInlines)),
      ...listed('Removed by hand', removed.map(nameInlines)),
      ...listed('Added by people, not in the file', added.map(addedInlines)),
      ...(unknownNames.length === 0
        ? []
        : [
            note(
              text(
                `Names that nobody looked up yet: ${unknownNames.join(', ')}. Press the button on their platform.`,
              ),
            ),
          ]),
      ...(canSettle
        ? [
            note(
              text(
                'What was done by hand stays until the file says something else of it. What people added always stays.',
              ),
            ),
          ]
        : []),
    ],
    buttons: canSettle
      ? [
          {
            label: 'Make it as the file says',
            command: 'watch',
            subcommand: 'drift',
            values: { apply: 'yes' },
          },
        ]
      : [],
    summary: lead,
    record: drift,
  };
}

function stateWords({ file, problems, isHeld, appliedAt }: Drift): string {
  if (problems.length > 0) return `${file} has mistakes, so what it said before counts.`;
  if (isHeld)
    return `${file} names most of its endpoints no longer, and waits for somebody to say that this is meant.`;
  return appliedAt === null ? `${file} was not read yet.` : `${file} is in force.`;
}

export function settledMessage({ add, change }: Amendment, wasHeld: boolean): Message {
  const read = wasHeld ? ' What the file takes away goes within seconds.' : '';
  return plainMessage(
    `As the file says: ${add.length} added again, ${change.length} put back.${read}`,
    'good',
  );
}

function listed(heading: string, items: readonly (readonly Inline[])[]): readonly Block[] {
  if (items.length === 0) return [];
  const more = items.length - mostRows;
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items: items.slice(0, mostRows) },
    ...(more > 0 ? [note(text(`and ${more} more; --json in a terminal lists all`))] : []),
  ];
}

function changedInlines({ endpoint, says }: Drift['changed'][number]): readonly Inline[] {
  const { owners, home, labels } = endpoint;
  return [
    strong(targetText(endpoint.target)),
    text(`: ${changeText(says, differing(says, { owners, home, labels }))}`),
  ];
}

/** Only what differs. */
function differing(says: Declared, is: Pick<Endpoint, 'owners' | 'home' | 'labels'>) {
  const isOther = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  return {
    ...(isOther(says.owners, is.owners) ? { owners: is.owners } : {}),
    ...(isOther(says.home, is.home) ? { home: is.home } : {}),
    ...(isOther(says.labels, is.labels) ? { labels: is.labels } : {}),
  };
}

function nameInlines({ target }: Declared): readonly Inline[] {
  return [strong(targetText(target))];
}

function addedInlines({ target, addedBy, addedAt }: Endpoint): readonly Inline[] {
  return [strong(targetText(target)), text(` by ${addedBy}, `), date(addedAt, 'relative')];
}
