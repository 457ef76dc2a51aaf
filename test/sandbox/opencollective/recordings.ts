// Exchanges recorded with the real Open Collective server. They are not part of the repository: where they are absent, the
// tests that read them are skipped, and say so.
import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../../shared/data/opencollective/', import.meta.url)

/** Why there is nothing to replay, or false. */
export const absent = existsSync(folder) ? false : 'the recorded exchanges (../shared/data/opencollective) are not here'

export interface Recording {
  request: { method: string; url: string; headers: Record<string, string>; body?: any }
  response: { status: number; headers: Record<string, string>; body: any }
}

export const recording = (name: string): Recording => read(`graphql/${name}.json`)
export const recordedWebhook = (name: string): { headers: Record<string, string>; body: any } =>
  read(`webhooks/${name}.json`)

function read(path: string) {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'))
}
