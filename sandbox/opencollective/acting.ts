// Acting as the people of the stand-in, without HTTP: what a person does in the browser. The same rules hold.
import { createComment } from './comments.ts'
import { createExpense, deleteExpense, draftExpense, editExpense, requireExpense } from './expenses.ts'
import type { Reference } from './ids.ts'
import { processExpense } from './process-expense.ts'
import type { ProcessAction } from './state-machine.ts'
import { type Account, amountOf, type Comment, type Expense, type Viewer, type World } from './world.ts'

/** An expense, as a person would tell of it. */
export interface ExpenseView {
  id: string
  legacyId: number
  idV2: string
  status: string
  onHold: boolean
  description: string
  amountInCents: number
  currency: string
  tags: string[]
  payee: string
  createdBy: string
  approvedBy: string[]
  comments: { by: string; html: string }[]
  /** What was done, and by whom. */
  activities: { type: string; by: string }[]
  deleted: boolean
  url: string
}
export type ExpenseRef = string | number | { id: string }

export interface SubmitOptions {
  /** The slug of who submits. */
  as: string
  description: string
  amountInCents: number
  tags?: string[]
  type?: 'INVOICE' | 'RECEIPT' | 'GRANT'
  longDescription?: string
  currency?: string
  /** Instead of one item of the whole amount. */
  items?: { description: string; amountInCents: number; url?: string }[]
  /** Addresses of attached files. */
  files?: string[]
  /** Left as a draft for this person to complete. */
  draftFor?: string
}

export interface Acting {
  submitExpense(options: SubmitOptions): ExpenseView
  editExpense(options: {
    as: string
    expense: ExpenseRef
    description?: string
    amountInCents?: number
    tags?: string[]
    payee?: string
    currency?: string
    type?: NonNullable<SubmitOptions['type']>
    longDescription?: string
    items?: NonNullable<SubmitOptions['items']>
    files?: string[]
    /** Where the payee is paid. */
    payoutMethod?: { type: string; data?: unknown }
  }): ExpenseView
  /** Uploads a file, or puts another in its place. @returns its address */
  putFile(name: string, content: string): string
  deleteExpense(options: { as: string; expense: ExpenseRef }): ExpenseView
  /** Approves, rejects, pays …: refused for the same reasons as in the API. */
  process(options: { as: string; expense: ExpenseRef; action: ProcessAction; message?: string }): Promise<ExpenseView>
  comment(options: { as: string; expense: ExpenseRef; html: string }): void
  /** An expense as it stands; also a deleted one. */
  expense(expense: ExpenseRef): ExpenseView
  expenses(): ExpenseView[]
  people(): { slug: string; name: string; adminOf: string[] }[]
}

/** The acts of people on one collective. */
export function actAs(world: World, collective: Account): Acting {
  const viewer = (slug: string): Viewer => {
    const account = world.accounts.find((one) => one.slug === slug && one.type === 'USER')
    if (!account)
      throw new Error(
        `Nobody here is called ${slug}. There are ${people()
          .map((one) => one.slug)
          .join(', ')}.`,
      )
    // Somebody in a browser: every scope, two factors already given.
    const token = { secret: '', kind: 'session', account, scopes: [], preAuthorized2FA: true, state: 'valid' } as const
    return { account, token }
  }
  const view = (expense: Expense) => viewOf(world, expense)
  const items = (description: string, valueInCents: number) => [{ description, amountV2: { valueInCents } }]
  const itemsOf = (given: NonNullable<SubmitOptions['items']>) =>
    given.map(({ description, amountInCents, url }) => ({
      description,
      amountV2: { valueInCents: amountInCents },
      url: url ?? null,
    }))
  const attached = (files: string[] | undefined) => (files ? { attachedFiles: files.map((url) => ({ url })) } : {})
  const people = () =>
    world.accounts
      .filter(({ type }) => type === 'USER')
      .map(({ slug, name }) => ({
        slug,
        name,
        adminOf: world.members.filter(({ member }) => member.slug === slug).map(({ of }) => of.slug),
      }))

  return {
    people,
    putFile(name, content) {
      world.files.set(name, content)
      return `${world.webUrl}/files/${name}`
    },
    submitExpense({ as, description, amountInCents, tags, type, longDescription, draftFor, ...more }) {
      const input = {
        description,
        type: type ?? 'INVOICE',
        tags: tags ?? [],
        longDescription: longDescription ?? null,
        items: more.items ? itemsOf(more.items) : items(description, amountInCents),
        payee: { slug: draftFor ?? as },
        ...(more.currency ? { currency: more.currency } : {}),
        ...attached(more.files),
      }
      const on = { slug: collective.slug }
      if (draftFor) return view(draftExpense(world, viewer(as), input, on, true))
      return view(createExpense(world, viewer(as), input, on))
    },
    editExpense({ as, expense, description, amountInCents, tags, payee, items: given, files, ...more }) {
      const { publicId, description: old } = requireExpense(world, refer(expense))
      return view(
        editExpense(world, viewer(as), {
          id: publicId,
          ...(description !== undefined ? { description } : {}),
          ...(amountInCents !== undefined ? { items: items(description ?? old, amountInCents) } : {}),
          ...(given ? { items: itemsOf(given) } : {}),
          ...(tags ? { tags } : {}),
          ...(payee ? { payee: { slug: payee } } : {}),
          ...attached(files),
          ...more,
        }),
      )
    },
    deleteExpense: ({ as, expense }) => view(deleteExpense(world, viewer(as), refer(expense))),
    async process({ as, expense, action, message }) {
      const input = { expense: refer(expense), action, ...(message ? { message } : {}) }
      return view(await processExpense(world, viewer(as), input))
    },
    comment: ({ as, expense, html }) => void createComment(world, viewer(as), { expense: refer(expense), html }),
    expense(expense) {
      const { id, legacyId } = refer(expense)
      const found = world.expenses.find((one) => one.legacyId === legacyId || one.publicId === id || one.idV2 === id)
      if (!found) throw new Error(`There is no expense ${id ?? legacyId}.`)
      return view(found)
    },
    expenses: () => world.expenses.filter(({ deleted }) => !deleted).map(view),
  }
}

function refer(expense: ExpenseRef): Reference {
  if (typeof expense === 'number') return { legacyId: expense }
  return { id: typeof expense === 'string' ? expense : expense.id }
}

function viewOf(world: World, expense: Expense): ExpenseView {
  const of = <T extends { expense: Expense | null }>(all: T[]) => all.filter((one) => one.expense === expense)
  return {
    id: expense.publicId,
    legacyId: expense.legacyId,
    idV2: expense.idV2,
    status: expense.status,
    onHold: expense.onHold,
    description: expense.description,
    amountInCents: amountOf(expense),
    currency: expense.currency,
    tags: expense.tags,
    payee: expense.payee.slug,
    createdBy: expense.createdBy.slug,
    approvedBy: expense.approvedBy.map(({ slug }) => slug),
    comments: of<Comment>(world.comments).map(({ from, html }) => ({ by: from.slug, html })),
    activities: of(world.activities).map(({ type, individual }) => ({ type, by: individual.slug })),
    deleted: expense.deleted,
    url: `${world.webUrl}/${expense.account.slug}/expenses/${expense.legacyId}`,
  }
}
