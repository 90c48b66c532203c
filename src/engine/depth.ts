/** How far a run goes: each depth contains the one before it. */
export const depths = ['quick', 'standard', 'thorough'] as const
export type Depth = (typeof depths)[number]

/** The depth of a run that selects none. */
export const usualDepth: Depth = 'standard'

/** How many requests a run generates at most, where the user does not bound them. */
export const usualRequests: Readonly<Record<Depth, number>> = { quick: 0, standard: 3300, thorough: 100_000 }

/** Whether a run of one depth contains what belongs to another. */
export const contains = (depth: Depth, other: Depth): boolean =>
  depths.indexOf(depth) >= depths.indexOf(other)

/** The lesser of two depths. */
export const lesser = (one: Depth, other: Depth): Depth => (contains(one, other) ? other : one)

/** The reason of requirements that only a deeper run evaluates. */
export const evaluatedFrom = (depth: Depth): string => `evaluated from --depth ${depth} on`
