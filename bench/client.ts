// What the benches ask of a server by GraphQL over HTTP, where how long it takes is not what is measured.

export const adminKey = 'fma_of_the_bench'

/** The data of an answer, of the shape that the query asks for. @throws Error on any error */
export type Ask = <Data>(query: string, variables?: object) => Promise<Data>

/** A mutation of one field; its payload, of the shape that is selected. @throws Error on any error, refusals too */
export type Mutate = <Payload>(field: string, type: string, input: object, selection?: string) => Promise<Payload>

/** @param url the server's, without a path */
export function askBy(url: string, key = adminKey): Ask {
  return async <Data>(query: string, variables: object = {}) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await answer.json()) as { data?: Data; errors?: object[] }
    if (errors || !data) throw new Error(JSON.stringify(errors))
    return data
  }
}

/** @param url the server's, without a path */
export function mutateBy(url: string, key = adminKey): Mutate {
  const ask = askBy(url, key)
  return async <Payload>(field: string, type: string, input: object, selection = '') => {
    const text = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`
    const data = await ask<Record<string, Payload & { userErrors: object[] }>>(text, { input })
    const payload = data[field]!
    if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors))
    return payload
  }
}

/** The payload of what is made, of which the id is asked. */
export type Made<Name extends string> = Record<Name, { id: string }>
