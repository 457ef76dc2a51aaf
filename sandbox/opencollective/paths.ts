// Beside GraphQL: a page for each expense, so that links lead somewhere, and plain HTTP to act as one of the people.
import type { IncomingMessage } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Acting, ExpenseView, SubmitOptions } from './acting.ts'
import type { Answer } from './execute.ts'
import { formatMoney } from './money.ts'
import { type ProcessAction, TRANSITIONS } from './state-machine.ts'
import type { WebhookDelivery } from './webhooks.ts'
import type { Account, World } from './world.ts'

/** What one may ask for, as text for people. */
export const HOW_TO_ACT = `GET    /sandbox/people                        who is there, with tokens
GET    /sandbox/expenses                      all expenses, with who did what
POST   /sandbox/expenses                      {"as": "lin-yue", "description": "Paint", "amountInCents": 4200}
POST   /sandbox/expenses/NUMBER/ACTION        {"as": "maren-holt", "message": "…"}   ACTION: approve, reject, unapprove, pay, …
POST   /sandbox/expenses/NUMBER/edit          {"as": "lin-yue", "amountInCents": 4300, "description": "…", "payee": "otis-gray",
                                              "items": [{"description": "…", "amountInCents": 4300}], "files": ["http://…"]}
POST   /sandbox/files/NAME                    {"as": "lin-yue", "content": "…"}   gives its address, for "files"
POST   /sandbox/expenses/NUMBER/comment       {"as": "lin-yue", "html": "<p>Receipt follows</p>"}
DELETE /sandbox/expenses/NUMBER               {"as": "lin-yue"}
GET    /sandbox/webhooks                      the hooks, and what was told to them`

type Reply = (Answer & { html?: string }) | null

/** What the several paths take: see above. */
type Body = SubmitOptions & { html: string; content: unknown; message?: string }

/** Answers the paths that are not GraphQL; null for those that are nobody's. */
export function createSandboxPaths(world: World, collective: Account, acting: Acting, deliveries: WebhookDelivery[]) {
  const ok = (body: unknown): Reply => ({ status: 200, body })
  const page = (html: string): Reply => ({ status: 200, body: null, html })

  async function sandbox(method: string, parts: string[], body: Body | null): Promise<Reply> {
    const [noun, number, verb] = parts
    const expense = Number(number)
    const route = `${method} ${noun}${number ? '/N' : ''}${verb ? '/V' : ''}`
    if (route === 'GET people') return ok(withTokens(world, acting))
    if (route === 'GET webhooks') return ok({ webhooks: hooks(world), deliveries })
    if (route === 'GET expenses') return ok(acting.expenses())
    if (route === 'GET expenses/N') return ok(acting.expense(expense))
    if (!body || typeof body.as !== 'string') return wrong('Say who acts: {"as": "SLUG", …}.')
    if (noun === 'files' && number && !verb) return ok({ url: acting.putFile(number, String(body.content)) })
    if (route === 'POST expenses') return ok(acting.submitExpense(body))
    if (route === 'DELETE expenses/N') return ok(acting.deleteExpense({ as: body.as, expense }))
    if (route !== 'POST expenses/N/V') return null
    if (verb === 'edit') return ok(acting.editExpense({ ...body, expense }))
    if (verb === 'comment') {
      acting.comment({ as: body.as, html: body.html, expense })
      return ok(acting.expense(expense))
    }
    const action = verb!.toUpperCase().replaceAll('-', '_') as ProcessAction
    if (!(action in TRANSITIONS)) return null
    const said = body.message === undefined ? {} : { message: body.message }
    return ok(await acting.process({ as: body.as, expense, action, ...said }))
  }

  return async (request: IncomingMessage, url: URL, body: unknown): Promise<Reply> => {
    const method = request.method ?? 'GET'
    const parts = url.pathname.split('/').filter(Boolean)
    try {
      if (parts[0] === 'sandbox' && parts[1]) return await sandbox(method, parts.slice(1), body as Body | null)
      if (method !== 'GET') return null
      if (parts[0] === 'files' && parts[1] && world.files.has(parts[1])) return page(world.files.get(parts[1])!)
      if (url.pathname === '/' || url.pathname === '/sandbox')
        return page(shell(collective.name, `<ul>${acting.expenses().map(line).join('')}</ul><pre>${HOW_TO_ACT}</pre>`))
      if (parts[0] === collective.slug && parts[1] === 'expenses' && parts[2]) {
        const one = acting.expense(Number(parts[2]))
        return page(shell(one.description, `<pre>${escaped(JSON.stringify(one, null, 2))}</pre>`))
      }
      if (parts[0] === collective.slug || parts[0] === 'redirect')
        return page(shell(collective.name, escaped(url.searchParams.get('url') ?? url.pathname)))
      return null
    } catch (error) {
      return wrong((error as Error).message, error instanceof GraphQLError ? error.extensions.code : undefined)
    }
  }
}

const wrong = (message: string, code?: unknown): Reply => ({ status: 400, body: { error: { message, code } } })

const withTokens = (world: World, acting: Acting) =>
  acting.people().map((person) => ({
    ...person,
    token: world.tokens.find(({ account, kind }) => account.slug === person.slug && kind === 'personal')?.secret,
  }))

const hooks = (world: World) =>
  world.webhooks
    .filter(({ deleted }) => !deleted)
    .map(({ publicId, activityType, webhookUrl, createdBy }) => ({
      id: publicId,
      activityType,
      webhookUrl,
      createdBy: createdBy.slug,
    }))

const line = ({ url, description, status, amountInCents, currency, createdBy }: ExpenseView) =>
  `<li><a href="${url}">${escaped(description)}</a>: ${status}, ${formatMoney(amountInCents, currency)}, by ${createdBy}</li>`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const shell = (title: string, body: string) =>
  `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${body}`
