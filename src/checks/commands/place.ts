import { hostPort } from '../../core/target.ts';

export function addressOf({ ip, port }: { readonly ip: string; readonly port: number }): string {
  return hostPort(ip, port);
}
