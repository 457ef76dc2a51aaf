// `proposals.chain.publish`: a step that Folkmoot does itself, by another one. The head of the chain of decisions, signed, is said
// at a venue, where people keep it who do not run the server.

import type { PlatformCapability } from './kinds.ts'

export const publishKind = 'proposals.chain.publish'

/** What the built-in driver can do besides what the platforms perform. */
export const ofTheDriver: PlatformCapability = {
  platform: 'proposals',
  hears: [],
  performs: [publishKind],
  // `at`: the kind that says it, such as opencollective.conversation.comment; `subject`: where, as that platform names it.
  parameters: { [publishKind]: { at: 'text', subject: 'text?' } },
}

export interface PublishedHead {
  length: number
  head: string | null
  at: string
  signature: string
  key: string
}

/** The head as people and programs read it; with it and the key of the installation anyone can hold a later chain against it. */
export function headInWords(community: { slug: string }, signed: PublishedHead): string {
  const { length, head, at, signature, key } = signed
  return [
    `The decisions of ${community.slug}: ${length}. Head ${head ?? 'none'}.`,
    `At ${at}, signed ${signature} (key ${key}, see /.well-known/folkmoot.json).`,
  ].join('\n\n')
}
