import { skipped, well } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

export const webhooksCheck: DoctorCheck = {
  name: 'webhooks',
  async look({ config: { hook, heartbeat } }) {
    const lines = [
      ...(hook === null
        ? []
        : [well(`Alerts of others are answered in ${hook.place.platform}, ${hook.place.channel}.`)]),
      // Whoever waits for it takes every call for a digest that arrived.
      ...(heartbeat === null
        ? []
        : [well(`HEARTBEAT_URL is asked by ${heartbeat.method} after each digest; not now.`)]),
    ];
    return lines.length > 0 ? lines : [skipped('Neither HOOK_SECRET nor HEARTBEAT_URL is set.')];
  },
};
