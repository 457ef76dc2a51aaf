// A machine that is gone closes nothing: whoever does not answer a ping is taken for gone.

/** Of the options of a client of graphql-ws. */
export interface KeptAlive {
  keepAlive: number
  on: {
    ping(received: boolean): void
    pong(received: boolean): void
    closed(): void
  }
}

const silence = 10_000 // milliseconds between questions whether the other side is there

/**
 * @param patience milliseconds for the answer
 * @param gone is called when there was none
 */
export function keptAlive(patience: number, gone: () => void): KeptAlive {
  let unheard: NodeJS.Timeout | undefined
  return {
    keepAlive: silence,
    on: {
      ping(received) {
        if (received) return
        clearTimeout(unheard)
        unheard = setTimeout(gone, patience).unref()
      },
      pong(received) {
        if (received) clearTimeout(unheard)
      },
      closed() {
        clearTimeout(unheard)
      },
    },
  }
}
