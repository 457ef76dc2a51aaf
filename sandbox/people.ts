// The invented community of the sandbox, the same on Open Collective and in its SourceCred instance. Nobody here is real.

export interface Person {
  /** How the instance names the identity. */
  identity: string
  name: string
  /** Their account on Open Collective, if they have one. */
  slug: string | null
  admin?: boolean
  github?: string
  discord?: string
  discourse?: string
  subtype?: 'USER' | 'BOT'
  /** Opted in to Grain. Says nothing about who is alive. */
  active?: boolean
  /** About how much cred they earn in a week, and in which weeks (counted back from the last; 0 is the last). */
  weekly: number
  from?: number
  until?: number
}

export const COMMUNITY = {
  slug: 'tidewater-commons',
  name: 'Tidewater Commons',
  currency: 'USD',
  balanceInCents: 750_000,
  discourse: 'https://forum.tidewater.example',
}

/** A dozen people. The traps of real instances are among them, each said where it stands. */
export const PEOPLE: Person[] = [
  {
    identity: 'maren',
    name: 'Maren Holt',
    slug: 'maren-holt',
    admin: true,
    github: 'marenholt',
    discord: '412087345210988545',
    discourse: 'maren',
    active: true,
    weekly: 4.1,
  },
  {
    identity: 'tobias',
    name: 'Tobias Okafor',
    slug: 'tobias-okafor',
    github: 'tokafor',
    discord: '530172649918373888',
    active: true,
    weekly: 3.2,
  },
  {
    identity: 'ines',
    name: 'Inês Carvalho',
    slug: 'ines-carvalho',
    github: 'inescarvalho',
    discourse: 'ines_c',
    active: true,
    weekly: 2.6,
  },
  // A name is not a login: Ravi's login on GitHub is the name of Kofi's identity.
  {
    identity: 'ravi',
    name: 'Ravi Menon',
    slug: 'ravi-menon',
    github: 'kofi',
    discord: '698554120337104896',
    active: false,
    weekly: 1.9,
  },
  { identity: 'sunniva', name: 'Sunniva Dahl', slug: 'sunniva-dahl', github: 'sunnivad', weekly: 1.5 },
  {
    identity: 'kofi',
    name: 'Kofi Mensah',
    slug: 'kofi-mensah',
    github: 'kofimensah',
    discord: '701443998210572419',
    weekly: 1.1,
  },
  // Came six weeks ago.
  { identity: 'lin', name: 'Lin Yue', slug: 'lin-yue', github: 'linyue', discourse: 'lin', weekly: 0.9, from: 5 },
  { identity: 'petra', name: 'Petra Novak', slug: 'petra-novak', discourse: 'petra', weekly: 0.4 },
  // Two people whose logins differ only in case: a look-up that ignores case finds both. Names of identities may not
  // differ by case alone, so SourceCred numbered the second.
  { identity: 'JunoPark', name: 'Juno Park', slug: 'juno-park', github: 'JunoPark', weekly: 0.8 },
  { identity: 'junopark-1', name: 'Juno Parkes', slug: null, github: 'junopark', weekly: 0.2 },
  // Was here, and left half a year ago. A snowflake above 2^53: a number would change it.
  {
    identity: 'amadou',
    name: 'Amadou Diallo',
    slug: 'amadou-diallo',
    discord: '1009374651872346121',
    weekly: 2.2,
    until: 26,
  },
  // Never did a thing, and has cred above zero all the same.
  { identity: 'wren', name: 'Wren Adeyemi', slug: 'wren-adeyemi', github: 'wrenadeyemi', weekly: 0 },
  { identity: 'tide-bot', name: 'Tide Bot', slug: null, github: 'tide-bot', subtype: 'BOT', weekly: 3.6 },
]
