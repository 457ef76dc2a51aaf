// Server-sent events out of the letters that come (https://html.spec.whatwg.org/multipage/server-sent-events.html), of lines
// that end with \n or \r\n. They come in pieces of any size: each letter is looked at a few times, however many pieces there are.

export interface ServerSentEvent {
  type: string
  data: string
}

/** Where an empty line ends an event in a text, from there on; null: nowhere. */
export type FindEnd = (text: string, from: number) => { at: number; next: number } | null

/**
 * Of each piece, as it comes, the events that it ends.
 * @param most letters of an event: what is longer is an Error, after the events before it
 */
export function eventsIn(most: number, find: FindEnd = emptyLine): (piece: string) => Iterable<ServerSentEvent> {
  // What came of an event that has not ended; the last letters of it may be the beginning of its end.
  let pieces: string[] = []
  let length = 0
  let last = ''

  function bounded(more: number): void {
    if (length + more > most) throw new Error(`Wanted events of at most ${most} bytes; got more.`)
  }

  return function* (piece) {
    const text = last + piece
    let from = 0
    for (let end = find(text, 0); end; end = find(text, from)) {
      bounded(end.at - from)
      const event = eventOf(pieces.join('') + text.slice(from, end.at))
      pieces = []
      length = 0
      from = end.next
      yield event
    }
    bounded(text.length - from)
    const kept = Math.max(from, text.length - longestEnd + 1)
    if (kept > from) pieces.push(text.slice(from, kept))
    length += kept - from
    last = text.slice(kept)
  }
}

const longestEnd = '\r\n\r\n'.length

function emptyLine(text: string, from: number): { at: number; next: number } | null {
  const pattern = /\r?\n\r?\n/g
  pattern.lastIndex = from
  const found = pattern.exec(text)
  return found && { at: found.index, next: pattern.lastIndex }
}

function eventOf(text: string): ServerSentEvent {
  const lines = text.split(/\r?\n/)
  const saidOf = (field: string) =>
    lines.flatMap((line) => (line.startsWith(`${field}:`) ? [line.slice(field.length + 1).trim()] : [])).join('\n')
  return { type: saidOf('event'), data: saidOf('data') }
}
