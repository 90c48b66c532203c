import { mostRounds } from './disturbance.ts'

/** What the content of a test is generated from, besides the seed of the run: a test that is repeated generates other content. */
export const sourceOf = (test: string, round: number): string => (round === 1 ? test : `${test}/${round}`)

/** The sources of all rounds. */
export const sourcesOf = (test: string): string[] =>
  Array.from({ length: mostRounds }, (_, index) => sourceOf(test, index + 1))
