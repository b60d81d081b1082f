import { vi } from 'vitest';

export { type AnswerLine, type BotHome, type BotSettings, openBotHome, type RunningBot } from './bot-home.ts';

/** Whole processes start several times in such a test, on machines that do other things as well. */
vi.setConfig({ testTimeout: 60_000 });
