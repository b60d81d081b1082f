/** Proof that the address policy allowed this address and port: the only thing the dialer takes. */
declare const allowed: unique symbol;
export type AllowedAddress = {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly [allowed]: true;
};

export type PolicyVerdict =
  | { readonly allowed: true; readonly address: AllowedAddress }
  | {
      readonly allowed: false;
      /** The kind of address or port: "loopback", "private network (RFC 1918)", "cloud metadata", "denied port". */
      readonly rule: string;
      /** The setting that would allow it. */
      readonly variable: 'ALLOWED_NETWORKS' | 'DENIED_PORTS';
      /** What an administrator would add to the variable, for example "127.0.0.1/32"; null for ports. */
      readonly entry: string | null;
    };

/** Decides by resolved address. `ip` is canonical or not; v4-mapped, NAT64 and 6to4 forms are judged by what they hide. */
export type AddressPolicy = { judge(ip: string, port: number): PolicyVerdict };
