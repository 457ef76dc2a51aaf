// The machine's time, as an argument. Deadlines use the database's clock instead: see `databaseNow`.

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
