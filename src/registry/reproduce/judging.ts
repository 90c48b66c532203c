import type { Finding } from '../../engine/verdict.ts'
import { nonceLines, oneLine, type About } from './head.ts'
import { comment, quote } from './shell.ts'

/**
 * How often requests that were in flight at once are sent, first in their order, before a script concludes that the registry
 * conforms.
 */
const mostTries = 4

interface Judging {
  about: About
  finding: Pick<Finding, 'title' | 'expected'>
  /** True where the registry conforms. */
  expression: string
  /** The number of the request that the finding is about. */
  number: number
  /** Some requests are sent at once: whether they meet is chance. */
  isRepeated: boolean
}

/** The lines of a script that send and compare: `sending` comes before the comparison, and both are repeated where that is needed. */
export function judgedLines(sending: readonly string[], judging: Judging): string[] {
  const { about, isRepeated } = judging
  const pass = `echo ${quote(`PASS ${about.id}: ${oneLine(about.title)}`)}; exit 0`
  const once = [...sending, '', ...comparison(judging, isRepeated ? 'continue' : pass)]
  if (!isRepeated) return once
  return [
    comment(`Whether requests meet is chance: up to ${mostTries} tries.`),
    `tries=0; while [ "$tries" -lt ${mostTries} ]; do tries=$((tries + 1))`,
    ...nonceLines(once.join('\n')),
    'unmet=',
    '',
    ...once,
    'done',
    pass,
  ]
}

function comparison({ about, finding, expression, number, isRepeated }: Judging, passed: string): string[] {
  const tryAgain = isRepeated ? `[ "$tries" = ${mostTries} ] || continue; ` : ''
  const title = `FAIL ${about.id}: ${oneLine(finding.title)}; expected ${oneLine(finding.expected.join(' or '))}; received`
  return [
    `if ${expression}`,
    `then ${passed}; fi`,
    `[ -z "$unmet" ] || { ${tryAgain}echo "ERROR ${about.id}:$unmet the sequence cannot be run"; exit 2; }`,
    `echo ${quote(title)} "$(received ${number})"; exit 1`,
  ]
}
