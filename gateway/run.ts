// A program that runs until it is told to stop: it ends in order at the first signal, at once at the second.

/** Exits with 1 and one sentence where it cannot start. */
export async function run(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let asked = false
  let running: { stop(): Promise<void> } | null = null
  const stop = async (signal: NodeJS.Signals) => {
    if (asked) process.exit(1)
    asked = true
    if (!running) return // it stops as soon as it has started
    await end(running, signal)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    running = await start()
    if (asked) await end(running, 'SIGTERM')
  } catch (error) {
    // What was foreseen says enough in its message; a bug needs its stack.
    const ofArguments = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
    const foreseen = error instanceof Error && (error.constructor === Error || ofArguments)
    console.error(foreseen ? error.message : error)
    process.exit(1)
  }
}

async function end(running: { stop(): Promise<void> }, signal: NodeJS.Signals): Promise<void> {
  try {
    await running.stop()
    process.exit(0)
  } catch (error) {
    console.error(`Stopping after ${signal} failed:`, error)
    process.exit(1)
  }
}
