// The community is made, with its cred, its collective, its role and its people.

import { PEOPLE } from '../people.ts'
import type { Person, Stage } from './stage.ts'

const cast = ['maren-holt', 'tobias-okafor', 'ines-carvalho', 'sunniva-dahl', 'kofi-mensah', 'lin-yue', 'petra-novak']

interface Snapshot {
  participantCount: number
  lastIntervalEnd: string
}

export async function found({ api, collective, sourceCredUrl, tell }: Stage): Promise<{ id: string; slug: string }> {
  const { createCommunity } = await api.ask<{ createCommunity: { community: { id: string; slug: string } } }>(
    `mutation ($input: CreateCommunityInput!) {
    createCommunity(input: $input) { community { id slug } userErrors { code message } } }`,
    {
      input: { slug: collective.collective.slug, name: 'Tidewater Commons' },
    },
  )
  const { community } = createCommunity
  tell.does(`The community ${community.slug} is made.`)
  const { connectCred } = await api.ask<{ connectCred: { cred: { total: number; snapshot: Snapshot } } }>(
    `mutation ($input: ConnectCredInput!) {
    connectCred(input: $input) { cred { total snapshot { participantCount lastIntervalEnd } } userErrors { code message } } }`,
    {
      input: { community: community.id, url: sourceCredUrl },
    },
  )
  const { total, snapshot } = connectCred.cred
  tell.does(
    `Its SourceCred instance is read: ${snapshot.participantCount} participants, ${total.toFixed(1)} cred, to ${snapshot.lastIntervalEnd.slice(0, 10)}.`,
  )
  const { connectPlatform } = await api.ask<{
    connectPlatform: { connection: { status: string; problem: string | null } }
  }>(
    `mutation ($input: ConnectPlatformInput!) {
    connectPlatform(input: $input) { connection { status problem } userErrors { code message } } }`,
    {
      input: {
        community: community.id,
        platform: 'opencollective',
        externalId: collective.collective.slug,
        credentials: { personalToken: collective.tokens['governance-bot'] },
        settings: { apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds: 30 },
      },
    },
  )
  tell.does(
    `Its Open Collective is connected: ${connectPlatform.connection.status}${connectPlatform.connection.problem ? ` (${connectPlatform.connection.problem})` : ', webhook registered'}.`,
  )
  await api.ask(
    `mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } userErrors { code message } } }`,
    {
      input: { community: community.id, name: 'steward', description: 'Decides on invoices' },
    },
  )
  return community
}

export async function gather({ api, tell }: Stage, community: { id: string }): Promise<Record<string, Person>> {
  const people: Record<string, Person> = {}
  for (const slug of cast) {
    const person = PEOPLE.find((each) => each.slug === slug)!
    const accounts = [
      { platform: 'opencollective', username: slug },
      ...(person.github ? [{ platform: 'github', username: person.github }] : []),
      ...(person.discord ? [{ platform: 'discord', id: person.discord }] : []),
    ]
    const { addMember } = await api.ask<{ addMember: { member: { id: string } } }>(
      `mutation ($input: AddMemberInput!) {
      addMember(input: $input) { member { id } userErrors { code message } } }`,
      {
        input: { community: community.id, name: person.name, accounts },
      },
    )
    const { createApiKey } = await api.ask<{ createApiKey: { secret: string } }>(
      `mutation ($input: CreateApiKeyInput!) {
      createApiKey(input: $input) { secret userErrors { code message } } }`,
      {
        input: {
          community: community.id,
          name: `${person.name}'s own`,
          scopes: ['READ', 'VOTE'],
          member: addMember.member.id,
        },
      },
    )
    people[slug] = { id: addMember.member.id, slug, name: person.name, key: createApiKey.secret }
  }
  tell.does(`${cast.length} people join, each with their accounts and a key of their own.`)
  return people
}
