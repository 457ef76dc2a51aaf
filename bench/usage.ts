// What a measured process says of itself.

export interface Usage {
  /** Microseconds of all its threads, since it began. */
  cpu: number
  /** Bytes: the most that were resident since the last time it was asked, looked at four times a second. */
  resident: number
}

/** Looks from now on. */
export function usageOf(): () => Usage {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss())
  }
  setInterval(look, 250).unref()
  return () => {
    look()
    const resident = most
    most = 0
    const { user, system } = process.cpuUsage()
    return { cpu: user + system, resident }
  }
}
