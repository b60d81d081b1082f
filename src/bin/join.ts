import type { PlatformName } from '../core/people.ts';
import type { Platform } from '../core/platform.ts';
import type { Send } from '../core/watch/notification.ts';

export type Joined = {
  readonly sendTo: Map<PlatformName, Send>;
  readonly running: Map<PlatformName, Platform>;
  readonly poke: () => void;
};

/**
 * Lets a platform that has started send. One that stands by sends nothing: what is for it is claimed by the process that is
 * connected, so that one process keeps its rate limits.
 */
export function join(platform: Platform, { sendTo, running, poke }: Joined): void {
  running.set(platform.name, platform);
  if (platform.whenActive === undefined) {
    sendTo.set(platform.name, platform.send);
    return;
  }
  platform.whenActive((isActive) => {
    if (isActive) sendTo.set(platform.name, platform.send);
    else sendTo.delete(platform.name);
    poke();
  });
}
