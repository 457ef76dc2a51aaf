// What a program gets that imports the published package.

/** A Folkmoot that runs in this process. */
export interface Running {
  /** http://host:port; the API is at /graphql. */
  url: string
  /** Where health and metrics are answered, if not there. */
  metricsUrl: string | null
  /** The key with every scope over all communities. */
  adminKey: string
  /** Whether that key was made at this start: then nobody knows it yet. */
  adminKeyIsNew: boolean
  /** Requests end, streams are told to come back, work under way is finished. */
  stop(): Promise<void>
}

/** By the names of docs/running.md, such as `{ PORT: '0', FOLKMOOT_DATA: './data' }`. */
export type Settings = Readonly<Record<string, string | undefined>>

/**
 * Starts Folkmoot as the command does, and resolves when it listens. What is given goes before the environment. Unlike the
 * command it leaves the prototypes that all objects share as they are: this process is also somebody else's.
 * @throws Error in a sentence, where a setting is wrong or it cannot start
 */
export async function start(settings: Settings = {}): Promise<Running> {
  const { readConfigWith } = await import('../backbone/config.ts')
  const { startFolkmoot } = await import('../gateway/processes/start.ts')
  return startFolkmoot(readConfigWith(settings), { page: true, planApart: true })
}
