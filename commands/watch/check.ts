import type { Action } from '../../src/core/command.ts';
import type { Button, Message } from '../../src/core/message.ts';
import type { Values } from '../../src/core/option.ts';
import { probesAt } from '../../src/core/probes-at.ts';
import { looking } from '../../src/views/diagnosis/looking.ts';
import { diagnosisMessage, progressMessage } from '../../src/views/diagnosis.ts';
import { addressOption, clientOption, targetOption } from '../options.ts';
import { existing } from './existing.ts';

export const check: Action = {
  name: 'check',
  summary: 'Look at a watched target now, and keep what is seen: its state and its alarms follow',
  needs: 'anyone',
  options: [targetOption, addressOption, clientOption],
  async *run(values, _caller, services, signal) {
    const { ladder, watchList } = services;
    const endpoint = await existing(values, services);
    const { target } = endpoint;
    const shown = probesAt('all', ladder);
    yield* looking({
      signal,
      draw: (soFar, waits) => progressMessage(target, shown, soFar, waits),
      async work(onResult) {
        const diagnosis = await watchList.look(endpoint, signal, onResult);
        return again(diagnosisMessage(diagnosis, ladder, { isWatched: true }), values);
      },
    });
  },
};

/** *Run again* does the same again, not a look that is not kept. */
function again({ buttons = [], ...message }: Message, { target = '', address, client }: Values): Message {
  const values = {
    target,
    ...(address === undefined ? {} : { address }),
    ...(client === undefined ? {} : { client }),
  };
  const renewed = buttons.map(
    (button): Button =>
      button.command === 'check' ? { ...button, command: 'watch', subcommand: 'check', values } : button,
  );
  return { ...message, buttons: renewed };
}
