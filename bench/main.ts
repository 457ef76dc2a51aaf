// `npm run bench` measures everything but the soak; `npm run bench -- NAME` only that. Results go to bench/RESULTS.md, each as a ratio
// against a baseline of the same run.

import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem, type } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Result } from './harness.ts'

const folder = import.meta.dirname
const known = globSync('*.bench.ts', { cwd: folder })
  .map((file) => basename(file, '.bench.ts'))
  .sort()
const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string' } } })
const strange = wanted.filter((name) => !known.includes(name))
if (strange.length > 0) {
  console.error(`Wanted one of ${known.join(', ')}; got ${strange.join(', ')}.`)
  process.exit(1)
}
const file = join(folder, 'RESULTS.md')
for (const name of wanted.length > 0 ? wanted : known) {
  const { bench } = (await import(`./${name}.bench.ts`)) as { bench: Bench }
  if (bench.alone && wanted.length === 0) continue
  console.log(`${bench.name} …`)
  const results = await bench.run(values.minutes ? { minutes: Number(values.minutes) } : {})
  for (const result of results) console.log(`  ${line(result)}`)
  if (results.length > 0) keep(name, bench.name, results)
}
process.exit(0)

function line({ what, ours, baseline, ratio, wanted, met }: Result): string {
  return `| ${what} | ${ours} | ${baseline} | ${ratio} | ${wanted} | ${met ? 'yes' : '**no**'} |`
}

/** Replaces the section of this bench, and keeps the others. */
function keep(name: string, title: string, results: Result[]): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const sections = new Map<string, string>()
  for (const section of before.split(/^(?=## )/m).slice(1))
    sections.set(section.match(/`npm run bench -- ([\w-]+)`/)?.[1] ?? '', section)
  const machine = `${type()}, Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() || 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`
  sections.set(
    name,
    [
      `## ${title}`,
      '',
      `${new Date().toISOString().slice(0, 10)}, ${machine}, \`npm run bench -- ${name}\``,
      '',
      '| what | ours | baseline | ratio | wanted | met |',
      '|---|---|---|---|---|---|',
      ...results.map(line),
      '',
      '',
    ].join('\n'),
  )
  const head =
    '# Results\n\nEach figure stands beside a baseline of the same run; medians of at least five runs, or what the line says.\n\n'
  writeFileSync(
    file,
    head +
      [...sections]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([, section]) => section)
        .join('')
        .trimEnd() +
      '\n',
  )
}
