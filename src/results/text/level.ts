import type { Basis, Level } from '../../engine/requirement.ts'

/** A level as reports show it: with what it rests on, as far as the result has it. */
interface Based {
  level: Level
  basis?: Basis
}

/** `MUST (stated)`; the level alone in a result that an earlier version stored. */
export const levelText = ({ level, basis }: Based): string =>
  basis === undefined ? level : `${level} (${basis})`
