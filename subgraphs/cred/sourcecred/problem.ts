// What can be wrong with an instance. None of it is a fault of ours, so each has a word and a sentence for people.

/** UNREACHABLE: it may answer later. The others: what answers is not an instance that can be read. */
export type ProblemKind =
  | 'UNREACHABLE'
  | 'REDIRECTS'
  | 'NOT_FOUND'
  | 'HTML'
  | 'TRUNCATED'
  | 'MALFORMED'
  | 'TOO_LARGE'
  | 'EMPTY'

export class SourceProblem extends Error {
  readonly kind: ProblemKind

  constructor(kind: ProblemKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'SourceProblem'
    this.kind = kind
  }

  /** As a source's status. */
  get status(): 'UNREACHABLE' | 'INVALID' {
    return this.kind === 'UNREACHABLE' || this.kind === 'REDIRECTS' ? 'UNREACHABLE' : 'INVALID'
  }
}
