import fc from 'fast-check';
import { it } from 'vitest';
import { expectHarmlessOnSlack } from '../support/hostile/on-slack.ts';
import { hostileMessage } from '../support/samples/hostile-message.ts';

it('text of strangers calls nobody on Slack, leads nowhere, and is what the reader sees', () => {
  fc.assert(fc.property(hostileMessage, expectHarmlessOnSlack), { numRuns: 400 });
});
