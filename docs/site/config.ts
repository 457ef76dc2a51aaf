// How the site looks, and what stands beside its pages.

import { join } from 'node:path'
import type { UserConfig } from '@rspress/core'
import { titleOf } from './pages.ts'
import type { Page } from './reference.ts'

/** The guides in the order in which one reads them; those not named here follow, by name. */
const guides = [
  'getting-started',
  'policies',
  'ballots',
  'cred',
  'api',
  'streams',
  'drivers',
  'adapters',
  'subgraphs',
  'routers',
  'running',
  'gateway',
  'security',
  'keeping',
  'promises',
  'architecture',
  'peers',
]
const references = ['queries', 'mutations', 'subscriptions']

/** @param folder of the pages; @param built where the site goes; both absolute */
export function configOf(pages: readonly Page[], folder: string, built: string): UserConfig {
  const inFolder = (prefix: string, first: readonly string[] = []) =>
    pages
      .filter(
        ({ path }) => path.startsWith(prefix) && (prefix === 'examples/' || !path.slice(prefix.length).includes('/')),
      )
      .filter(({ path }) => nameOf(path) !== 'index' || prefix === 'examples/')
      .map(({ path, text }) => ({
        text: titleOf(text),
        link: `/${path.replace(/(index)?\.md$/, '')}`,
        name: nameOf(path),
      }))
      .sort((a, b) => placeIn(first, a.name) - placeIn(first, b.name) || a.name.localeCompare(b.name))
      .map(({ text, link }) => ({ text, link }))
  const groups = [
    { text: 'Guides', items: inFolder('', guides) },
    { text: 'API reference', link: '/reference/', items: inFolder('reference/', references) },
    { text: 'Examples', items: inFolder('examples/') },
    { text: 'Decisions', link: '/decisions/', collapsed: true, items: inFolder('decisions/') },
    { text: 'Project', collapsed: true, items: [...inFolder('project/'), ...inFolder('bench/')] },
  ]
  return {
    root: folder,
    outDir: built,
    title: 'Folkmoot',
    description: 'X happened in Y. What should happen? How a community governs the platforms it uses.',
    icon: `file://${join(import.meta.dirname, '../../dashboard/public/icon.svg')}`,
    globalStyles: join(import.meta.dirname, 'style.css'),
    // With a cache only what changed is read, and an anchor of another page is not looked for.
    builderConfig: { performance: { buildCache: false } },
    markdown: { link: { checkDeadLinks: true, checkAnchors: true } },
    themeConfig: {
      nav: [
        { text: 'API reference', link: '/reference/' },
        { text: 'Decisions', link: '/decisions/' },
      ],
      sidebar: {
        '/': [{ text: 'What it is', link: '/' }, ...groups.filter(({ items }) => items.length > 0)],
      },
    },
  }
}

function nameOf(path: string): string {
  return /([^/]+)\.md$/.exec(path)![1]!
}

function placeIn(first: readonly string[], name: string): number {
  return first.includes(name) ? first.indexOf(name) : first.length
}
