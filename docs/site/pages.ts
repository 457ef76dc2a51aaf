// The pages of the site: the Markdown of the repository as it stands, with its links led to where each page has its place here.
// What else they link to (a source file, a folder) becomes a page that shows it, so that the site is whole without a network.

import { globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, posix } from 'node:path'
import type { Page } from './reference.ts'

const written = ['*.md', 'docs/**/*.md', 'bench/RESULTS.md', 'bench/PLANS.md', 'examples/**/*.md']
/** Begins a page that is not searched: what it says stands in others. */
export const unsearched = '---\nsearch: false\n---\n\n'
const images = ['.png', '.svg', '.jpg', '.webp', '.gif']

/** The files of the repository that are pages, sorted; with `/`. */
export function writtenPages(root: string): string[] {
  return globSync(written, { cwd: root, exclude: (path) => path.includes('node_modules') })
    .map((file) => file.split('\\').join('/'))
    .sort()
}

/** Where a file of the repository has its page: `docs/` is the site's own folder, and a README the first page of its folder. */
export function placeOf(file: string): string {
  if (file === 'README.md') return 'index.md'
  if (!file.includes('/')) return `project/${file.toLowerCase()}`
  return file.replace(/^docs\//, '').replace(/README\.md$/, 'index.md')
}

/** What a page is called: its first heading, without marks. */
export function titleOf(text: string): string {
  return (/^# (.+)$/m.exec(text)?.[1] ?? '').replaceAll(/[`*]/g, '')
}

/** A heading's anchor, as code hosts and the site make it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

/**
 * @param root of the repository
 * @param generated pages that links to a file lead to instead, by the file: `schema/errors.ts` is shown by its reference
 * @returns every page, those that show what is linked to among them; and the images that they show, by where they stand on the site
 * @throws Error where a link leads to nothing
 */
export function gather(
  root: string,
  generated: Readonly<Record<string, string>>,
): { pages: Page[]; images: Map<string, string> } {
  const files = writtenPages(root)
  const places = new Map([...files.map((file) => [file, placeOf(file)] as const), ...Object.entries(generated)])
  const shown = new Map<string, Page>()
  const seen = new Map<string, string>()

  /** Where a link of a page leads on the site, from its root. */
  function target(from: string, link: string): string {
    const path = posix.join(posix.dirname(from), decodeURI(link)).replace(/\/$/, '')
    const place = places.get(path) ?? places.get(posix.join(path, 'README.md'))
    if (place) return place
    const found = statSync(join(root, path), { throwIfNoEntry: false })
    if (!found || path.startsWith('..')) throw new Error(`${from} links to ${link}, and nothing is there.`)
    if (images.includes(extname(path))) {
      seen.set(path.replace(/^docs\//, ''), path)
      return path.replace(/^docs\//, '')
    }
    const page = found.isDirectory() ? folderPage(root, path) : filePage(root, path)
    shown.set(page.path, page)
    return page.path
  }

  const pages = files.map((file) => ({
    path: placeOf(file),
    text: `${file === 'bench/PLANS.md' ? unsearched : ''}${relinked(
      readFileSync(join(root, file), 'utf8'),
      (link, image) => {
        const place = target(file, link)
        // An image of Markdown is named from the root of the site, and by the tool then from where the site is.
        return image === 'markdown' ? `/${place}` : relative(placeOf(file), place)
      },
    )}`,
  }))
  return { pages: [...pages, ...shown.values()], images: seen }
}

/**
 * The text with each link to a file led elsewhere, the anchors kept. Code is left as it is, and so are links to the web and within the page.
 * @param lead the new path, for a path as it was written
 */
export function relinked(text: string, lead: (path: string, image: 'markdown' | 'html' | null) => string): string {
  const parts = /(^```[\s\S]*?^```|`[^`\n]+`)|(!\[[^\]]*)?\]\(([^)\s]+)\)|\b(src|href)="([^"]+)"/gm
  return text.replaceAll(parts, (whole, code, image, link, attribute, value) => {
    const [, path, anchor = ''] = /^([^#]*)(#.*)?$/.exec(link ?? value ?? '')!
    if (code || !path || /^[a-z]+:/i.test(path)) return whole
    const led = lead(path, attribute === 'src' ? 'html' : image ? 'markdown' : null) + anchor
    return attribute ? `${attribute}="${led}"` : `${image ?? ''}](${led})`
  })
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

function filePage(root: string, path: string): Page {
  const language = { '.mjs': 'js', '.mts': 'ts' }[extname(path)] ?? extname(path).slice(1)
  return sourcePage(path, `\`\`\`\`${language}\n${readFileSync(join(root, path), 'utf8').trimEnd()}\n\`\`\`\``)
}

function folderPage(root: string, path: string): Page {
  const inside = readdirSync(join(root, path)).sort()
  return sourcePage(path, `A folder of the repository:\n\n${inside.map((name) => `- \`${name}\``).join('\n')}`)
}

function sourcePage(path: string, text: string): Page {
  return {
    path: `source/${join(dirname(path), basename(path, extname(path)))}${extname(path).replace('.', '-')}.md`,
    text: `${unsearched}# ${path}\n\n${text}\n`,
  }
}
