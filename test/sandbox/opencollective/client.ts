/** A person with a token at the stand-in's GraphQL. */
export function client(url: string, token?: string) {
  return async (query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { 'personal-token': token } : {}) },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await response.json()) as any
    return {
      status: response.status,
      headers: response.headers,
      body,
      data: body.data,
      code: body.errors?.[0]?.extensions.code,
    }
  }
}

export const PROCESS = `mutation ($id: String!, $action: ExpenseProcessAction!) {
  processExpense(expense: { id: $id }, action: $action) { id status approvedBy { slug } }
}`
