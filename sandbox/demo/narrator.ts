// What the newcomer sees: who did what, in the order it happened.

export interface Narrator {
  chapter(title: string): void
  /** What someone does. */
  does(text: string): void
  /** What is heard by subscription. */
  hears(text: string): void
  /** The query, mutation or document behind it. */
  shows(text: string): void
  says(text: string): void
}

export function narrator(write: (line: string) => void, colour: boolean): Narrator {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    chapter: (title) => write(`\n${paint(1, title)}\n${paint(2, '─'.repeat(title.length))}`),
    does: (text) => write(`  ${paint(36, '▸')} ${text}`),
    hears: (text) => write(`  ${paint(32, '◂')} ${text}`),
    shows: (text) =>
      write(
        text
          .trim()
          .split('\n')
          .map((line) => paint(2, `      ${line}`))
          .join('\n'),
      ),
    says: (text) => write(`  ${text}`),
  }
}

/** Remembers what was heard, and lets one wait for something that matches. */
export class Ear<T> {
  readonly #heard: T[] = []
  readonly #waiting = new Set<(event: T) => void>()

  hear(event: T): void {
    this.#heard.push(event)
    for (const waiting of this.#waiting) waiting(event)
  }

  /** The first event that matches, of those heard or to come. @throws Error when none comes in time. */
  async until(what: string, matches: (event: T) => boolean, seconds = 45): Promise<T> {
    const before = this.#heard.find(matches)
    if (before) return before
    return new Promise((resolve, reject) => {
      const waiting = (event: T) => {
        if (!matches(event)) return
        clearTimeout(timer)
        this.#waiting.delete(waiting)
        resolve(event)
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting)
        reject(new Error(`Waited ${seconds} s for ${what}; it did not come.`))
      }, seconds * 1000)
      this.#waiting.add(waiting)
    })
  }
}
