#!/usr/bin/env node
// The command `folkmoot` of the published package: `folkmoot` starts a server, `folkmoot help` says what else there is.
// Nothing of ours is loaded before the version of Node is known: an older one could not read it, and would not say why.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Command {
  /** What comes after its name. */
  takes: string
  does: string
  /** Whether the first of that must be there. */
  wants?: boolean
  run(): Promise<unknown>
}

/** The oldest Node that it runs on: `import.meta.main` is of 24.2. */
const oldest: readonly [number, number] = [24, 2]

const commands: Record<string, Command> = {
  start: {
    takes: '[--new-secret]',
    does: 'a server, everything in one process (the default)',
    run: () => import('../gateway/main.ts'),
  },
  demo: {
    takes: '[--exit] [--port N]',
    does: 'a made-up community that decides before your eyes',
    run: () => import('../sandbox/demo/main.ts'),
  },
  sandbox: {
    takes: '[--port N] [--cred-port N]',
    does: 'a stand-in Open Collective and SourceCred to try it on',
    run: () => import('../sandbox/main.ts'),
  },
  service: {
    takes: 'NAME [--port N] …',
    does: 'one part of a server that runs as many processes',
    wants: true,
    run: async () => (await import('../gateway/service.ts')).command(),
  },
  backup: {
    takes: 'FILE',
    does: 'saves the database, whether a server runs on it or not',
    wants: true,
    run: async () => (await import('../gateway/backup/save.ts')).command(),
  },
  restore: {
    takes: 'FILE [--new-secret]',
    does: 'brings a backup back, into a new database',
    wants: true,
    run: async () => (await import('../gateway/backup/restore.ts')).command(),
  },
  'rotate-secret': {
    takes: '',
    does: 'seals under a new secret what was sealed under FOLKMOOT_SECRET',
    run: async () => (await import('../gateway/backup/rotate-secret.ts')).command(),
  },
  verify: {
    takes: 'URL COMMUNITY | FILE…',
    does: "checks a community's decisions without trusting the server",
    wants: true,
    run: () => import('../docs/verify.mjs'),
  },
}

function help(): string {
  const lines = Object.entries(commands).map(([name, { takes, does }]) => `  ${`${name} ${takes}`.padEnd(38)} ${does}`)
  return `folkmoot COMMAND\n\n${lines.join('\n')}\n
  help, --version

Settings are in the environment: PORT, FOLKMOOT_DATA, DATABASE_URL and others; docs/running.md has them all.`
}

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

async function main(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    refuse(`Folkmoot wants Node ${oldest.join('.')} or later; this is ${process.version}. See https://nodejs.org.`)
  }
  const given = process.argv[2]
  // What begins with a dash is for the server, as in `folkmoot --new-secret`.
  const name = given === undefined || /^--(?!version$|help$)/.test(given) ? 'start' : given
  if (/^(help|--help|-h)$/.test(name)) return console.log(help())
  if (/^(--version|-v)$/.test(name)) {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    return console.log(JSON.parse(manifest).version)
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) refuse(`Wanted one of ${Object.keys(commands).join(', ')}; got "${name}".`)
  const rest = process.argv.slice(name === given ? 3 : 2)
  if (rest.includes('--help')) return console.log(`folkmoot ${name} ${command.takes}: ${command.does}`)
  if (command.wants && (rest[0] === undefined || rest[0].startsWith('-'))) {
    refuse(`Wanted folkmoot ${name} ${command.takes}; got ${rest.length === 0 ? 'nothing after it' : rest[0]}.`)
  }
  // Each reads its arguments as if it had been started itself; the verifier also looks whether it was.
  const program = name === 'verify' ? fileURLToPath(new URL('../docs/verify.mjs', import.meta.url)) : process.argv[1]!
  process.argv = [process.argv[0]!, program, ...rest]
  await command.run()
}

await main()
