// Webhooks of Open Collective: unsigned, sent once, in any order. All we take from one is what to ask the API about.

import { Refusal } from '../../../../schema/errors.ts'
import type { Heard, Webhook } from '../platform.ts'

export function hear(webhook: Webhook): Heard {
  const body = parse(webhook.body)
  const { id, type } = body
  if ((typeof id !== 'number' || !Number.isSafeInteger(id)) && !(typeof id === 'string' && /^[\w-]{1,64}$/.test(id))) {
    throw malformed('a body with the id of an activity')
  }
  if (typeof type !== 'string' || type.length > 100) throw malformed('a body with the type of an activity')
  return { id: String(id), body: { id, type, createdAt: body.createdAt ?? null }, subject: expenseIn(body.data) }
}

/** The expense that the body names, by its lasting id, its hashed one, or its number. */
function expenseIn(data: unknown): string | null {
  const expense = (data as { expense?: Record<string, unknown> } | null)?.expense
  if (typeof expense !== 'object' || expense === null) return null
  const { publicId, idV2, id } = expense
  if (typeof publicId === 'string' && /^ex_\w{8,40}$/.test(publicId)) return publicId
  if (typeof idV2 === 'string' && /^([a-z0-9]{8}-){3}[a-z0-9]{8}$/.test(idV2)) return idV2
  return typeof id === 'number' && Number.isInteger(id) && id > 0 && id < 2 ** 31 ? String(id) : null
}

function parse(body: Buffer): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    throw malformed('JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw malformed('a JSON object')
  return parsed as Record<string, unknown>
}

function malformed(wanted: string): Refusal {
  return new Refusal('BAD_INPUT', `Wanted ${wanted}, as Open Collective sends it; got something else.`)
}
