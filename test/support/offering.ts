import type { Command } from '../../src/core/command.ts';
import type { OfferedFile } from '../../src/core/message.ts';
import { commandOf, said } from '../chat/discord/fake-world.ts';

export const pem: OfferedFile = {
  name: 'missing-intermediate.pem',
  mediaType: 'application/x-pem-file',
  text: `-----BEGIN CERTIFICATE-----\n${'TUlJ'.repeat(16)}\n-----END CERTIFICATE-----\n`,
};

const target = {
  name: 'target',
  kind: 'target',
  summary: 'a host',
  required: true,
  positional: true,
} as const;

/** `/offer <target>` grows once and then offers `files`. */
export function offerCommand(
  files: readonly OfferedFile[] = [pem],
  visibility: Command['visibility'] = 'channel',
): Command {
  return commandOf(
    'offer',
    async function* (values) {
      const again = { label: 'Look again', command: 'offer', values: { target: values.target ?? '' } };
      yield said(`Looking at ${values.target}`, {}, 'neutral');
      yield said(`${values.target} lacks an intermediate`, { files, buttons: [again] }, 'bad');
    },
    { options: [target], visibility },
  );
}
