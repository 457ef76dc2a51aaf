// Hears the plan of every statement that PostgreSQL runs for this process, as it really ran: auto_explain sends each with its
// row counts and pages, as a notice of the connection that asked. Nothing is run twice, and nothing waits for another.

import pg from 'pg'
import { type Ran, ranOf } from './plan.ts'

/** The address with which a connection has its plans told. Loading auto_explain needs a superuser. */
export function explaining(url: string): string {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    client_min_messages: 'log',
    jit: 'off',
  }
  const address = new URL(url)
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  address.searchParams.set('options', options.join(' '))
  return address.href
}

/** Hears all connections that are made from now on. @returns what was heard, and what stops it */
export function recording(): { readonly ran: Ran[]; stop(): void } {
  const ran: Ran[] = []
  const { connect } = pg.Client.prototype
  const heard = ({ message }: { message?: string }) => {
    const json = /^duration: .*plan:\n(.*)$/s.exec(message ?? '')?.[1]
    if (json) ran.push(ranOf(JSON.parse(json)))
  }
  pg.Client.prototype.connect = function (this: pg.Client, ...rest: any[]) {
    this.on('notice', heard as any)
    return (connect as any).apply(this, rest)
  } as typeof connect
  return {
    ran,
    stop() {
      pg.Client.prototype.connect = connect
    },
  }
}
