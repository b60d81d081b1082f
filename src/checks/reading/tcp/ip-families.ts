/** `ip:port` of an IPv6 address, which is written in brackets. */
export function isIpv6Place(address: string): boolean {
  return address.startsWith('[');
}

/** IPv6 fails and IPv4 works, each as a whole: what browsers hide, since they take whichever connects first. */
export function onlyIpv6Fails(failing: readonly string[], working: readonly string[]): boolean {
  return failing.length > 0 && working.length > 0 && failing.every(isIpv6Place) && !working.some(isIpv6Place);
}

/** RFC 8305 races connections only: once one stands, nobody goes back for what is wrong above it. */
export const happyEyeballsText =
  'Browsers race IPv6 and IPv4 for the connection alone (Happy Eyeballs): where IPv6 connects first, what fails above it fails for the user, on some networks always and on others never.';
