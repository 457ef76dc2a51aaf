// Every operation of the driver: a client of the public API like any other.

import {
  credQuery,
  credSnapshotQuery,
  credWeeksQuery,
  initiatorQuery,
  triggerFields,
} from '../schema/policy/questions.ts'

const proposalFields = /* GraphQL */ `
  fragment ProposalFields on Proposal {
    id
    title
    body
    status
    closesAt
    enforcement
    trigger { ...TriggerFields newest { data subject { type id title url } } }
    policy { id name version document }
    choices { key label means }
    electorate { description snapshot { id } }
    termsInWords { label value }
    venues { action { kind subject { id } } }
    decision {
      id
      outcome
      choice
      madeBy
      reason
      enforcement
      evidence
      tally { voters turnout quorumReached counts { choice votes weight } }
    }
  }
  ${triggerFields}
`

/** Who decides for the community, and by which policies: a hundred, after the one of an id. */
export const settingQuery = /* GraphQL */ `
  query DriverSetting($community: ID!, $after: ID) {
    community(community: $community) {
      id
      slug
      name
      driver { kind }
      policies(status: ACTIVE, first: 100, after: $after) { id name version document }
    }
  }
`

/** Actions that no policy could decide, because one failed on them. */
export const waitingQuery = /* GraphQL */ `
  query DriverWaiting($community: ID!, $after: Cursor) {
    community(community: $community) {
      id
      actions(waiting: true, first: 100, after: $after) {
        nodes { ...TriggerFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${triggerFields}
`

export const actionQuery = /* GraphQL */ `
  query DriverAction($id: ID!) {
    action(id: $id) { ...TriggerFields }
  }
  ${triggerFields}
`

export const proposalQuery = /* GraphQL */ `
  query DriverProposal($id: ID!) {
    proposal(id: $id) { ...ProposalFields }
  }
  ${proposalFields}
`

/** The newest proposals, with what they are about: open ones only, or all. */
export const proposalsQuery = /* GraphQL */ `
  query DriverProposals($community: ID!, $status: ProposalStatus, $after: Cursor) {
    community(community: $community) {
      id
      proposals(status: $status, first: 100, after: $after) {
        nodes { id trigger { id } policy { name } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`

/** What can be said and done on platforms: the parameters of each kind. */
export const platformsQuery = /* GraphQL */ `
  query DriverPlatforms {
    platforms { platform parameters }
  }
`

/** The end of the chain, signed; nothing is recomputed for it. */
export const headQuery = /* GraphQL */ `
  query DriverHead($community: ID!) {
    verifyDecisions(community: $community) {
      signedHead { length head at signature key }
    }
  }
`

export const recordDecisionMutation = /* GraphQL */ `
  mutation DriverRecordDecision($input: RecordDecisionInput!) {
    recordDecision(input: $input) {
      decision { id outcome reason proposal { ...ProposalFields } }
      userErrors { code message path }
    }
  }
  ${proposalFields}
`

export const openProposalMutation = /* GraphQL */ `
  mutation DriverOpenProposal($input: OpenProposalInput!) {
    openProposal(input: $input) {
      proposal { ...ProposalFields }
      userErrors { code message path }
    }
  }
  ${proposalFields}
`

export const performActionMutation = /* GraphQL */ `
  mutation DriverPerformAction($input: PerformActionInput!) {
    performAction(input: $input) {
      action { id status }
      userErrors { code message path }
    }
  }
`

export const reportStepMutation = /* GraphQL */ `
  mutation DriverReportStep($input: ReportStepInput!) {
    reportStep(input: $input) {
      decision { id }
      userErrors { code message path }
    }
  }
`

export const setActionProblemMutation = /* GraphQL */ `
  mutation DriverSetActionProblem($id: ID!, $problem: String) {
    setActionProblem(id: $id, problem: $problem) {
      action { id problem }
      userErrors { code message path }
    }
  }
`

export const settlePermissionMutation = /* GraphQL */ `
  mutation DriverSettlePermission($input: SettlePermissionInput!) {
    settlePermission(input: $input) {
      action { id verdict }
      userErrors { code message path }
    }
  }
`

/** All of them, for a test that holds each against the API. */
export const operations = [
  settingQuery,
  initiatorQuery,
  credQuery,
  credWeeksQuery,
  credSnapshotQuery,
  waitingQuery,
  actionQuery,
  proposalQuery,
  proposalsQuery,
  platformsQuery,
  headQuery,
  recordDecisionMutation,
  openProposalMutation,
  performActionMutation,
  reportStepMutation,
  setActionProblemMutation,
  settlePermissionMutation,
]
