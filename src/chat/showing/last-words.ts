import { plainMessage } from '../../core/message/plain-message.ts';

const stoppedWords = 'Notafter was stopped before this was finished. Ask again in a moment.';

export const stopped = plainMessage(stoppedWords, 'unknown');

export const nothingSaid = plainMessage('The command gave no answer. The log may say why.', 'unknown');
