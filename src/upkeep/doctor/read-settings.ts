import { type Config, loadConfig } from '../../config.ts';
import { UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { openServices, type Services } from '../../services.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type SettingsRead = {
  readonly config: Config;
  readonly services: Services | null;
  readonly mistakes: readonly string[];
};

const mostMistakes = 40;

/**
 * Every mistake in the settings, where a start would end with the first: what is wrong is noted, its variable left out, and the
 * rest read again. What can be used comes from what is left.
 */
export async function readSettings(env: Environment, log: Log): Promise<SettingsRead> {
  const mistakes: string[] = [];
  const gone = new Set<string>();
  const left: Record<string, string | undefined> = { ...env };
  while (mistakes.length < mostMistakes) {
    try {
      const config = loadConfig(left);
      return { config, services: await openServices(config, log), mistakes };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const found = sentencesOf(error.message);
      // What is missed only because it was left out here is no mistake of whoever set it.
      mistakes.push(...found.filter((words) => !namesIn(words).some((name) => gone.has(name))));
      const culprits = found.flatMap((words) => variableIn(words, left));
      if (culprits.length === 0) break;
      for (const name of culprits) {
        delete left[name];
        gone.add(name);
      }
    }
  }
  return { config: loadConfig({}), services: null, mistakes };
}

/** "The configuration has mistakes:", and then one a line. */
function sentencesOf(message: string): readonly string[] {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.length > 1 ? lines.slice(1) : lines;
}

/** The first that is set of those that a sentence names. */
function variableIn(words: string, env: Environment): readonly string[] {
  return namesIn(words)
    .filter((name) => env[name] !== undefined)
    .slice(0, 1);
}

function namesIn(words: string): readonly string[] {
  return words.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g) ?? [];
}
