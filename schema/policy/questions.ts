// What must be asked of the graph before a policy can be evaluated, whoever evaluates it.

export const triggerFields = /* GraphQL */ `
  fragment TriggerFields on PlatformAction {
    id
    kind
    platform
    initiator { id }
    initiatorName
    subject { type id title url }
    data
    changed { name }
    asks
    occurredAt
    recordedAt
    asksPermission
    verdict
    problem
  }
`

/** The member who did it. */
export const initiatorQuery = /* GraphQL */ `
  query DriverInitiator($member: ID!) {
    member(id: $member) {
      id
      name
      accounts { platform host externalId username }
      roles { role { name } }
    }
  }
`

/** Cred of a member, at one snapshot. */
export const credQuery = /* GraphQL */ `
  query DriverCred($member: ID!, $snapshot: ID) {
    member(id: $member) {
      id
      cred(snapshot: $snapshot) { status total rank share heldBy { id name } snapshot { id } }
    }
  }
`

export const credWeeksQuery = /* GraphQL */ `
  query DriverCredWeeks($member: ID!, $snapshot: ID, $weeks: Int!, $asOf: DateTime!) {
    member(id: $member) {
      id
      cred(snapshot: $snapshot) { status lastWeeks(weeks: $weeks, asOf: $asOf) }
    }
  }
`

/** The snapshot that answers now: for someone who is no member, and so has no cred in it. */
export const credSnapshotQuery = /* GraphQL */ `
  query DriverCredSnapshot($community: ID!) {
    community(community: $community) {
      id
      cred { snapshot { id } }
    }
  }
`

/** What happened last in a community, the newest first. */
export const lastActionsQuery = /* GraphQL */ `
  query LastActions($community: ID!, $first: Int!) {
    community(community: $community) {
      id
      slug
      name
      actions(direction: OBSERVED, first: $first) {
        nodes { ...TriggerFields decisionId }
      }
    }
  }
  ${triggerFields}
`
