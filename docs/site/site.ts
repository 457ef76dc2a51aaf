// All pages of the site: those of the repository, and the reference that is made of the schema.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse } from 'graphql'
import { errorsOfTheRequest, refusals } from '../../schema/errors.ts'
import { eventVersions } from '../../schema/events.ts'
import { subgraphNames as parts } from '../../schema/subgraph-names.ts'
import { headingsOfExamples } from './examples.ts'
import { anchorOf, gather, unsearched } from './pages.ts'
import { eventsPage, type Page, pagesOfSchema, refusalsPage, undescribed } from './reference.ts'

/** What the reference shows: a link to one of these files leads there. */
const referenced = {
  'schema/api.graphql': 'reference/index.md',
  'schema/errors.ts': 'reference/refusals.md',
  'schema/events.ts': 'reference/events.md',
}

export interface Site {
  pages: Page[]
  /** By where they stand on the site: the file of the repository. */
  images: Map<string, string>
  /** What the API has without a description. */
  undescribed: string[]
}

/** @throws Error where a page links to nothing */
export function siteOf(root: string): Site {
  const text = (file: string) => readFileSync(join(root, file), 'utf8')
  const schema = buildSchema(text('schema/api.graphql'))
  const documents = Object.fromEntries(parts.map((part) => [part, parse(text(`schema/${part}.graphql`))]))
  const examples = [...headingsOfExamples(schema, text('docs/api.md'))].map(
    ([field, heading]) => [field, { words: heading, path: `../api.md#${anchorOf(heading)}` }] as const,
  )
  const reference = [
    ...pagesOfSchema(schema, documents, new Map(examples)),
    refusalsPage(refusals, errorsOfTheRequest),
    eventsPage(text('schema/events.ts'), eventVersions),
  ]
  const { pages, images } = gather(root, referenced)
  return { pages: [...pages, firstOf(reference), ...reference], images, undescribed: undescribed(schema) }
}

/** The first page of the reference: what it has, by the names that stand on its pages. */
function firstOf(reference: readonly Page[]): Page {
  const lines = reference.map(({ path, text }) => {
    const [, title] = /^# (.+)$/m.exec(text)!
    const names = [...text.matchAll(/^## (\w+)$/gm)].map(
      ([, name]) => `[${name}](./${path.slice(10)}#${name!.toLowerCase()})`,
    )
    return `## ${title}\n\n${names.join(' · ') || `[All of them](./${path.slice(10)})`}`
  })
  const intro =
    'Made from the schema: every operation, type, refusal and event. [The API](../api.md) explains how they are used, with an example of each operation.'
  return { path: 'reference/index.md', text: `${unsearched}# API reference\n\n${intro}\n\n${lines.join('\n\n')}\n` }
}
