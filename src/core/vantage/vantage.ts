/** One network interface as the kernel tells of it. */
export type Link = {
  readonly name: string;
  readonly loopback: boolean;
  /** Switched on (IFF_UP); says nothing about the cable. */
  readonly up: boolean;
  /** A signal on the wire; null: the kernel does not say (the interface is off). */
  readonly carrier: boolean | null;
  /** RFC 2863 operational state in the kernel's words: "up", "down", "lowerlayerdown", "dormant", "unknown". */
  readonly state: string;
  /** Octets. */
  readonly mtu: number | null;
  /** Null for virtual interfaces and for those without a signal. */
  readonly megabitsPerSecond: number | null;
  /** Since the interface came to be; null: not told. */
  readonly counters: LinkCounters | null;
};

export type LinkCounters = {
  readonly receiveErrors: number;
  readonly sendErrors: number;
  readonly receiveDropped: number;
  readonly sendDropped: number;
  /** How often the signal came or went. */
  readonly carrierChanges: number;
};

/** A route of the main table. */
export type Route = {
  readonly family: 4 | 6;
  /** "0.0.0.0/0", "192.0.2.0/24", "::/0". */
  readonly network: string;
  /** Null: the network is attached, no router between. */
  readonly gateway: string | null;
  readonly device: string;
  /** The lower goes first. */
  readonly metric: number;
};

/** What ARP knows of an address of an attached network (IPv4 only: the kernel shows no file for IPv6). */
export type Neighbour = {
  readonly ip: string;
  readonly device: string;
  /** Null: asked for and never answered (an incomplete entry). */
  readonly hardwareAddress: string | null;
};

/** The physical and link layer of this machine, from files of the kernel. */
export type MachineFacts =
  | {
      readonly seen: true;
      readonly links: readonly Link[];
      readonly routes: readonly Route[];
      /** False: there are more routes than are read, and none being here says nothing. */
      readonly allRoutes: boolean;
      readonly neighbours: readonly Neighbour[];
    }
  | { readonly seen: false; readonly because: string };

/** One reference host at one of its addresses, and what came back. */
export type ReferenceFacts = {
  /** As in REFERENCE_HOSTS: its name, or its address where it has none. */
  readonly host: string;
  readonly name: string | null;
  readonly ip: string;
  readonly port: number;
  /** Loopback, private or link-local: it says nothing about the way to the Internet. */
  readonly local: boolean;
  readonly connected: boolean;
  /** Why it did not connect: "timeout", "refused", "network-unreachable"; null when it did. */
  readonly failure: string | null;
  /** Until it was connected, or until it was given up. */
  readonly elapsedMs: number;
  /** By its Date header. */
  readonly clock: ClockVoice | null;
  /** Who signed what it shows; null: no certificate came. */
  readonly issuer: ReferenceIssuer | null;
};

/** Somebody's word on what time it is. */
export type ClockVoice = {
  /** "dns.google (8.8.8.8)". */
  readonly source: string;
  /** Voices of one party count once. */
  readonly party: string;
  /** Their clock less ours: positive when ours is behind. A Date header has whole seconds (RFC 9110 §5.6.7). */
  readonly offsetMs: number;
};

export type ReferenceIssuer = {
  /** `public`: an anchor of a public list. `private`: one of EXTRA_CA_FILE. `stranger`: none that is trusted here. */
  readonly standing: 'public' | 'private' | 'stranger' | 'unclear';
  /** The authority that signed the leaf, for people. */
  readonly name: string;
  /** Equal for all that it signed. */
  readonly key: string;
};

export type ReferenceLook = {
  readonly references: readonly ReferenceFacts[];
  /** Those that could not be asked, and why: the address policy refuses them, or their name has no address. */
  readonly notAsked: readonly { readonly host: string; readonly because: string }[];
};

/** What our resolvers say of the names of reference hosts. */
export type ResolverLook = {
  readonly servers: readonly string[];
  readonly answers: readonly ResolverAnswer[];
};

export type ResolverAnswer = {
  readonly name: string;
  /** "NOERROR", "SERVFAIL", ...; null: no answer. */
  readonly rcode: string | null;
  /** "timeout", "port-unreachable"; null when it answered. */
  readonly silence: string | null;
  readonly addresses: readonly string[];
  /** Who answered, as `ip:port`. */
  readonly server: string | null;
  readonly elapsedMs: number;
};

/** A list of trust anchors that this process uses. */
export type StoreAge = {
  readonly name: string;
  readonly anchors: number;
  /** When it was published, or a moment it is not newer than; null: nothing says so. */
  readonly asOf: Date | null;
  readonly judges: boolean;
};

/** Everything there is to say about this machine's own connection. */
export type VantageReport = {
  readonly at: Date;
  readonly elapsedMs: number;
  readonly machine: MachineFacts;
  /** Null: REFERENCE_HOSTS is off. */
  readonly references: ReferenceLook | null;
  readonly resolver: ResolverLook | null;
  readonly servers: readonly string[];
  readonly stores: readonly StoreAge[];
};
