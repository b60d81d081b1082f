import { well, wrong } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

export const configurationCheck: DoctorCheck = {
  name: 'configuration',
  async look({ mistakes, config }) {
    if (mistakes.length > 0)
      return mistakes.map((mistake) => wrong(mistake, 'Correct it in the environment or in .env.'));
    const on = [
      'console',
      ...(config.slack === null ? [] : ['Slack']),
      ...(config.discord === null ? [] : ['Discord']),
      ...(config.hook === null ? [] : ['alerts of others']),
      ...(config.heartbeat === null ? [] : ['heartbeat']),
      ...(config.tracing === null ? [] : ['traces']),
    ];
    return [well(`Every setting can be read; on are ${on.join(', ')}.`)];
  },
};
