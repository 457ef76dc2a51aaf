// What a router sends with each question to a part of Folkmoot, so that it is taken for the operator's own (docs/routers.md).

import { createHash, createHmac, randomUUID } from 'node:crypto'

/** Nobody else is to be sent what follows: with it they could ask as the router's clients. */
export const parts = ['communities', 'cred', 'proposals', 'actions']

const digestOf = (text) => createHash('sha256').update(text).digest('base64url')
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * The headers of one request to one part, over the very bytes of its body.
 * `authorization` is the client's own, or null; `address` where it asks from, for the audit log.
 */
export function headersFor(part, body, { authorization = null, address }, secret = process.env.FOLKMOOT_ROUTER_SECRET) {
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    aud: part,
    iat,
    exp: iat + 60,
    jti: randomUUID(),
    digest: digestOf(body),
    ...(authorization === null ? {} : { authorization: digestOf(authorization) }),
    ...(address === undefined ? {} : { address }),
  }
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  const signature = createHmac('sha256', secret).update(text).digest('base64url')
  return { 'folkmoot-router': `${text}.${signature}`, ...(authorization === null ? {} : { authorization }) }
}
