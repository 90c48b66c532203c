import { cellsOf, dimensions, spreadOf, type Cell, type Ending, type Fate } from './fate.ts'
import type { Generated } from './run.ts'

/** The share of all faults that must be caught. */
const limit = 0.98

/**
 * What a sample must show: less by one and a half standard deviations of its size, since two samples of the same faults differ by
 * chance. Of 400 that is 96.9 %.
 */
export const limitOfSample = (size: number): number => limit - 1.5 * Math.sqrt((limit * (1 - limit)) / size)

const limitOf = ({ fates, available }: Generated): number =>
  fates.length < available ? limitOfSample(fates.length) : limit

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.floor((part / whole) * 1000) / 10} %`

const count = ({ fates }: Pick<Generated, 'fates'>, ending: Ending): number =>
  fates.filter((fate) => fate.ending === ending).length

/** The share of faults that were caught. */
export const shareCaught = (generated: Generated): number =>
  generated.fates.length === 0 ? 1 : count(generated, 'caught') / generated.fates.length

const survivors = ({ warned, missed, untriggered }: Cell): number => warned + missed + untriggered

/** By dimension the values under which faults survive, those with most survivors first. */
export function generatedTable({ fates, thorough = [] }: Generated): string {
  const lines = dimensions.flatMap((dimension) => {
    const cells = cellsOf(fates, dimension)
    const open = cells
      .filter((cell) => survivors(cell) > 0)
      .toSorted((one, other) => survivors(other) - survivors(one))
    const width = Math.max(dimension.length, ...open.map(({ value }) => value.length))
    return [
      `${dimension.padEnd(width)}  faults  caught  warned  missed  untriggered   (${cells.length - open.length} of ${cells.length} without survivors)`,
      ...open.map(({ value, faults, caught, warned, missed, untriggered }) =>
        [
          value.padEnd(width),
          String(faults).padStart(6),
          String(caught).padStart(6),
          String(warned).padStart(6),
          String(missed).padStart(6),
          String(untriggered).padStart(11),
        ].join('  '),
      ),
    ]
  })
  return [...lines, ...survivorsIn(fates), ...survivorsIn(thorough, ' at depth thorough')].join('\n')
}

const survivorsIn = (fates: readonly Fate[], when = ''): string[] =>
  fates
    .filter(({ ending }) => ending !== 'caught')
    .map(({ fault, ending, fired }) => `${ending}${when}: ${fault.id}${fired > 0 ? ` (${fired} times)` : ''}`)
    .toSorted()

/** Why the generated faults count as a failure, if they do. */
export function generatedComplaints(generated: Generated): string[] {
  const aborted = generated.fates.filter(({ ending }) => ending === 'aborted')
  return [
    ...aborted.map(({ fault }) => `${fault.id} ended the run`),
    ...(shareCaught(generated) < limitOf(generated)
      ? [`less than ${(limitOf(generated) * 100).toFixed(1)} % of the generated faults were caught`]
      : []),
  ]
}

/** Of a fault that leads to more requirements, they are listed: some of them may follow from others. */
const usual = 2

/** Faults that lead to unusually many findings, those with most first. */
export const wideFaults = ({ whole }: Generated): string[] =>
  whole
    .filter(({ reported }) => reported.length > usual)
    .toSorted((one, other) => other.reported.length - one.reported.length)
    .map(({ fault, reported }) => `${fault.id} leads to ${reported.length} findings: ${reported.join(', ')}`)

/** One line: how many were caught, and what one of them leads to. */
export function generatedSum(generated: Generated): string {
  const { fates, thorough, available, whole, seed, duration } = generated
  const { median, p95, most } = spreadOf(whole.map(({ reported }) => reported.length))
  const caught = count(generated, 'caught')
  return [
    `${caught} of ${fates.length} generated faults were caught (${percent(caught, fates.length)}), ${count(generated, 'warned')} only warned of, ${count(generated, 'missed')} missed, ${count(generated, 'untriggered')} never happened`,
    ...(thorough
      ? [`at depth thorough ${caught + count({ fates: thorough }, 'caught')} of ${fates.length}`]
      : []),
    `findings per fault: median ${median}, 95th percentile ${p95}, at most ${most} in ${whole.length} whole runs`,
    `${available} faults are there, seed ${seed}; in ${duration.toFixed(1)} s`,
  ].join('; ')
}
