// What both engines have: transactions inside which nothing else is asked, and who hears the queries.

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Driver } from 'kysely'
import { cancelSignal, uncancelled } from '../concurrency/cancellation.ts'
import { type On, type QueryHeard, type Tx, tablesOf } from './database.ts'

/** Refuses a connection of its own to whoever is inside a transaction. */
export function guarded(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async (...args) => {
    refuseInsideTransaction()
    cancelSignal()?.throwIfAborted()
    return acquire(...args)
  }
  return driver
}

/** What both engines have, over Kysely. */
export function common(root: On, listeners: Set<QueryHeard>) {
  const inside = <T>(work: (tx: Tx) => Promise<T>, run: (work: (tx: Tx) => Promise<T>) => Promise<T>) => {
    const state = { open: true }
    return run((tx) => transactionOfTheCaller.run(state, () => work(tx))).finally(() => {
      state.open = false
    })
  }
  return {
    root,
    schema: <T>(name: string) => tablesOf<T>(root, name),
    // What is written may be of many who asked (backbone/database/groups.ts), or what others wait for.
    transaction: <T>(work: (tx: Tx) => Promise<T>) =>
      uncancelled(() => inside(work, (within) => root.transaction().execute(within))),
    snapshot: <T>(work: (tx: Tx) => Promise<T>) =>
      inside(work, (within) =>
        root.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(within),
      ),
    onQuery(heard: QueryHeard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
  }
}

// Private:

const transactionOfTheCaller = new AsyncLocalStorage<{ open: boolean }>()

function refuseInsideTransaction(): void {
  if (transactionOfTheCaller.getStore()?.open) {
    throw new Error('Inside a transaction only the transaction may be used; a query went to the database itself.')
  }
}
