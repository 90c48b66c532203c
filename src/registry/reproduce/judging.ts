import type { Finding } from '../../engine/verdict.ts'
import type { Access } from './access.ts'
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
  credentials: Access['credentials']
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

/** What to check where requests are refused for want of access. */
const advice: Readonly<Record<Access['credentials'], string>> = {
  none: 'The registry requires credentials now: run oci-assay again with them.',
  basic: 'Check REGISTRY_USER and REGISTRY_PASSWORD.',
  bearer:
    'Check REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN. Set TOKEN_SERVER to the origin of a token server elsewhere.',
}

function comparison(
  { about, finding, expression, number, credentials, isRepeated }: Judging,
  passed: string,
): string[] {
  const tryAgain = isRepeated ? `[ "$tries" = ${mostTries} ] || continue; ` : ''
  const title = `FAIL ${about.id}: ${oneLine(finding.title)}; expected ${oneLine(finding.expected.join(' or '))}; received`
  return [
    `if ${expression}`,
    `then ${passed}; fi`,
    `[ -z "$unmet" ] || { ${tryAgain}echo "ERROR ${about.id}:$unmet the sequence cannot be run"`,
    `  case $unmet in *" 401;"*) echo ${quote(advice[credentials])} ;; esac; exit 2; }`,
    `echo ${quote(title)} "$(received ${number})"; exit 1`,
  ]
}
