import { skipped, warning, well } from '../../../core/doctor.ts';
import { lengthText } from '../../../core/text/duration.ts';
import type { DoctorCheck } from '../check.ts';

const longMs = 15 * 60_000;

export const outboxCheck: DoctorCheck = {
  name: 'outbox',
  deadlineMs: 60_000,
  async look({ store, now }) {
    // What is wrong with it is told by its own line.
    const vitals = (await store().catch(() => null))?.vitals;
    if (vitals == null) return [skipped('There is no store that can be looked into.')];
    const { queued, oldestQueuedAt, refused } = vitals;
    const waitedMs = oldestQueuedAt === null ? 0 : now().getTime() - oldestQueuedAt.getTime();
    const lines =
      waitedMs > longMs
        ? [
            warning(
              `${queued} messages wait to be sent, the oldest for ${lengthText(waitedMs)}.`,
              'See that the bot runs and that the platform they are for is connected (the lines below, and /readyz).',
            ),
          ]
        : [well(`${queued} messages wait to be sent.`)];
    if (refused > 0) {
      lines.push(
        warning(
          `${refused} messages were refused by a platform and went another way, or nowhere.`,
          'The log names each with its reason ("a notification was refused"): mostly a channel that is gone or that the bot is not in.',
        ),
      );
    }
    return lines;
  },
};
