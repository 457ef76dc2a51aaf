// One event of a stream: made into bytes once, for all who read it.

/** One event as all who read it are sent it. */
export class StreamEvent {
  /** The result as JSON. */
  readonly json: Buffer
  /** Where a reader that comes back may go on. */
  readonly cursor: string | null
  /** Codes of the errors in it. */
  readonly codes: readonly string[]
  /** The community that it is of, where only the event can tell. */
  readonly community: string | null

  constructor(
    json: string,
    cursor: string | null = null,
    codes: readonly string[] = none,
    community: string | null = null,
  ) {
    this.json = Buffer.from(json)
    this.cursor = cursor
    this.codes = codes
    this.community = community
  }

  get text(): string {
    return this.json.toString()
  }
}

const none: readonly string[] = []
