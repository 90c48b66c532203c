import type { Requirement } from './requirement.ts'

/**
 * Ids of requirements as literal types, so that a mistyped id does not compile. The engine itself only uses strings.
 */

/** The ids of a list of requirements, as a union. */
export type IdOf<List extends readonly { id: string }[]> = List[number]['id']

/** A part of a chapter. The ids, and those that the entries build on, keep their literal types. */
export const defineRequirements = <const Id extends string, const Base extends string = never>(
  requirements: readonly Requirement<Id, Base>[],
): readonly Requirement<Id, Base>[] => requirements

/** Nothing where each base is an id of the list; else a property that no list has, named like the mistake. */
type KnownBases<Id extends string, Base extends string> = [Exclude<Base, Id>] extends [never]
  ? unknown
  : { notARequirement: Exclude<Base, Id> }

/** All requirements of a specification. Does not compile where an entry builds on one that is not in the list. */
export const joinRequirements = <const Id extends string, const Base extends string>(
  requirements: readonly Requirement<Id, Base>[] & KnownBases<Id, Base>,
): readonly Requirement<Id>[] => requirements
