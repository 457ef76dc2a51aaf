// From a result of the graph to the events that subscribers are sent. A batch is one result with a list: each of its
// events leaves as if it had been asked for alone, with the errors that are its own.

import { GraphQLError } from 'graphql'
import type { RefusalCode } from '../../schema/errors.ts'
import type { Result } from '../graph/result.ts'
import type { Shape } from '../graph/subscriptions.ts'
import { isLarger } from '../wire/answer-size.ts'
import { refusal } from '../wire/errors.ts'
import { StreamEvent } from './event.ts'

type Data = Record<string, unknown>

/** @param most bytes of an event: of a larger one its cursor and a refusal is sent */
export function eventsOf(shape: Shape, result: Result, most: number): StreamEvent[] {
  const items = shape.batched ? result.data?.[shape.key] : undefined
  if (!Array.isArray(items)) return [eventOf(shape, result, most)]
  if (!result.errors) return items.map((item) => itemEvent(shape, item, [], most))
  const errorsOf = ownErrors(shape.key, result.errors)
  return items.map((item, index) => itemEvent(shape, item, errorsOf(index), most))
}

export function refusalEvent(code: RefusalCode, message: string, details: Record<string, unknown> = {}): StreamEvent {
  const errors = [{ message, extensions: { code, ...details } }]
  return new StreamEvent(JSON.stringify({ errors }), null, [code])
}

function itemEvent(shape: Shape, item: Data | null, errors: readonly GraphQLError[], most: number): StreamEvent {
  return eventOf(shape, { data: item && { [shape.key]: item }, ...(errors.length > 0 ? { errors } : {}) }, most)
}

function eventOf(shape: Shape, result: Result, most: number): StreamEvent {
  const place = shape.takePlace(result)
  const cursor = typeof place === 'string' ? place : null
  const community = (place as { id?: string } | null)?.id ?? null
  if (isLarger(result.data, most)) {
    const message = `Wanted events of at most ${most} bytes; this one has more.`
    const errors = [refusal('ANSWER_TOO_LARGE', message)]
    return new StreamEvent(JSON.stringify({ data: null, errors }), cursor, ['ANSWER_TOO_LARGE'], community)
  }
  const codes = result.errors?.map((error) => String(error.extensions?.code))
  return new StreamEvent(JSON.stringify(result), cursor, codes, community)
}

/** The errors of one event among those of its batch. */
function ownErrors(key: string, errors: readonly GraphQLError[]) {
  const own = new Map<number | null, GraphQLError[]>()
  for (const error of errors) {
    const [root, at, ...rest] = error.path ?? []
    const index = root === key && typeof at === 'number' ? at : null
    const told = index === null ? error : relocated(error, [key, ...rest])
    const before = own.get(index)
    if (before) before.push(told)
    else own.set(index, [told])
  }
  return (index: number): GraphQLError[] => [...(own.get(null) ?? []), ...(own.get(index) ?? [])]
}

function relocated({ message, extensions }: GraphQLError, path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(message, { path, extensions })
}
