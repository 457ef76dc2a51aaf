// Every code that a WebSocket may be closed with here, and the sentence that goes with it (at most 123 bytes).
// 4400, 4401, 4406, 4408, 4409 and 4429 are those of the graphql-transport-ws protocol; 4403 is what graphql-ws refuses with.

export const closeCodes = {
  /** Stopping: clients come back by themselves, with their last cursor. */
  SHUTTING_DOWN: { code: 1001, reason: 'The server is stopping: come back with the last cursor received.' },
  /** A message of more than 1 MB (by the WebSocket library itself). */
  TOO_LARGE: { code: 1009, reason: '' },
  INTERNAL_SERVER_ERROR: { code: 4500, reason: 'Something went wrong here; it was logged.' },
  BAD_REQUEST: { code: 4400, reason: 'Invalid message received' },
  UNAUTHENTICATED: {
    code: 4401,
    reason: 'Wanted a valid key in `authorization` of connection_init, or a session that goes on.',
  },
  ORIGIN_REFUSED: { code: 4403, reason: 'Wanted a page of an origin that is configured here.' },
  SUBPROTOCOL_NOT_ACCEPTABLE: { code: 4406, reason: 'Wanted the subprotocol graphql-transport-ws.' },
  CONNECTION_INIT_TIMEOUT: { code: 4408, reason: 'Connection initialisation timeout' },
  SUBSCRIBER_ALREADY_EXISTS: { code: 4409, reason: 'Subscriber already exists' },
  TOO_MANY_INIT_REQUESTS: { code: 4429, reason: 'Too many initialisation requests' },
  TOO_MANY_OPERATIONS: { code: 4430, reason: 'Wanted at most 100 operations at a time on one connection.' },
  TOO_MANY_CONNECTIONS: {
    code: 4431,
    reason: 'Wanted fewer connections at a time of one key, or address without a key.',
  },
  RATE_LIMITED: { code: 4433, reason: 'Wanted fewer messages a minute of one key, or address without a key.' },
  OVERLOADED: { code: 4434, reason: 'There is more to do than can be done now: come back later.' },
  CROSS_SITE: { code: 4432, reason: "A page of another site asks with the cookie of this one's session." },
} as const

export type CloseName = keyof typeof closeCodes
