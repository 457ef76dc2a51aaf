/** The parts that answer questions, each with its SDL beside this file: the one list of them. */
export const subgraphNames = ['communities', 'cred', 'proposals', 'actions'] as const

export type SubgraphName = (typeof subgraphNames)[number]

/** Whether it is one of those, and not one that an operator has added. */
export const isOurs = (name: string): name is SubgraphName => (subgraphNames as readonly string[]).includes(name)
