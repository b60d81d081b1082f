/** uptime(1): how many programs of this machine wait for its processors, beside how many of those there are. */
export function loadAndProcessors(): string {
  return 'uptime; nproc';
}
