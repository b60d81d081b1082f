/** Whether one serial is behind another in the arithmetic of RFC 1982 §3.2, where numbers go around. */
export function isSerialBehind(serial: number, other: number): boolean {
  const ahead = (other - serial) >>> 0;
  return ahead !== 0 && ahead < 0x8000_0000;
}
