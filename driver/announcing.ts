// What is said of a ballot where it is announced: that it is open, and how it ended. Plain text; each platform makes of it
// what it takes.

import { cut } from '../schema/policy/text.ts'
import type { Decision, Proposal } from './model.ts'

const longestBody = 5_000
const longest = 18_000 // characters: what a platform takes, with room for a mark

/**
 * A ballot that is open: the question, the choices, on what terms, who may vote, until when, and where.
 * @param site the address at which the outside reaches Folkmoot; null: none was set
 */
export function openInWords(proposal: Proposal, site: string | null): string {
  const { title, body, choices, termsInWords, electorate, closesAt, enforcement, id } = proposal
  return whole([
    `A vote is open: ${title}`,
    cut(body, longestBody),
    termsInWords.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    `Choices: ${choices.map(({ label }) => oneLine(label)).join(', ')}`,
    [
      electorate.description,
      closesAt === null ? 'It is open until somebody closes it.' : `It is open until ${timeInWords(closesAt)}.`,
      enforcement === 'ADVISORY' && 'The outcome is advice to those who can act.',
    ]
      .filter(Boolean)
      .join(' '),
    whereInWords('Vote', id, site),
  ])
}

/** A ballot that has ended: how, by how many, and where to read it. */
export function endInWords(proposal: Proposal, decision: Decision, site: string | null): string {
  const { title, id } = proposal
  const { outcome, reason, madeBy } = decision
  if (outcome === 'CANCELED')
    return whole([`The vote is canceled: ${title}`, reason, whereInWords('What it was about', id, site)])
  // What a count gives as its reason has the numbers, where there were enough votes.
  const counted = madeBy === 'VOTE' && outcome !== 'NO_QUORUM'
  return whole([
    `The vote is over: ${title}`,
    `${outcomeInWords(proposal, decision)}${madeBy === 'VOTE' ? '' : ', by a decision of those who may make it without the vote'}. ${reason}`,
    counted || decision.tally.voters === 0 ? '' : `Votes: ${talliedInWords(proposal, decision)}`,
    whereInWords('The decision', id, site),
  ])
}

function outcomeInWords({ choices }: Proposal, { outcome, choice }: Decision): string {
  const label = choices.find(({ key }) => key === choice)?.label ?? choice ?? ''
  return {
    APPROVED: 'Approved',
    REJECTED: 'Rejected',
    CHOSEN: `Chosen: ${oneLine(label)}`,
    NO_WINNER: 'No choice won',
    NO_QUORUM: 'Expired without a quorum: nothing is decided',
    CANCELED: 'Canceled',
  }[outcome]
}

function talliedInWords({ choices }: Proposal, { tally }: Decision): string {
  const counts = tally.counts.map(({ choice, votes, weight }) => {
    const label = choices.find(({ key }) => key === choice)?.label ?? choice
    return `${oneLine(label)} ${votes}${weight === votes ? '' : ` (weight ${Number(weight.toFixed(2))})`}`
  })
  return `${counts.join(', ')}; ${tally.voters} voted.`
}

/** "Tuesday, 1 December 2026 at 18:30 UTC" */
export function timeInWords(at: string): string {
  const time = new Date(at)
  const day = time.toLocaleDateString('en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })
  return `${day} at ${time.toISOString().slice(11, 16)} UTC`
}

function whereInWords(what: string, id: string, site: string | null): string {
  const path = `/proposals/${encodeURIComponent(id)}`
  if (site !== null) return `${what}: ${site.replace(/\/+$/, '')}${path}`
  return `${what}: on Folkmoot's own page, under ${path}. No address is set under which it is reached from outside (${id}).`
}

/** Paragraphs; what is empty is left out. */
function whole(paragraphs: readonly string[]): string {
  const said = paragraphs.filter((paragraph) => paragraph.trim() !== '')
  const last = said.pop()! // where it is must not be cut away
  return `${cut(said.join('\n\n'), longest - last.length)}\n\n${last}`
}

const oneLine = (text: string): string => cut(text.replaceAll(/\s+/g, ' ').trim(), 80)
