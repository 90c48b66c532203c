import type { Expression } from './compare.ts'
import { nonceLines, oneLine, type About } from './head.ts'
import { mostTries } from './refusals.ts'
import { comment, quote } from './shell.ts'

interface Judging {
  about: About
  /** What a violation is reported as, as words of the shell. */
  violation: string
  expression: Expression
  /** Some requests are sent at once: whether they meet is chance. */
  isRepeated: boolean
}

/** The lines of a script that send and compare: `sending` comes before the comparison, and both are repeated where that is needed. */
export function judgedLines(sending: readonly string[], judging: Judging): string[] {
  const { about, violation, expression, isRepeated } = judging
  const pass = `echo ${quote(`PASS ${about.id}: ${oneLine(about.title)}`)}; exit 0`
  const once = [
    ...sending,
    '',
    `if ${expression.text}`,
    `then ${isRepeated ? 'continue' : pass}; fi`,
    ...(sending.some((line) => /^(?:needs|push_blob) /.test(line))
      ? [
          `[ -z "$unmet" ] || { ${isRepeated ? `[ "$tries" = ${mostTries} ] || continue; ` : ''}refusal "$unmet"; exit 2; }`,
        ]
      : []),
    `echo ${violation} "$(received ${expression.about})"; exit 1`,
  ]
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
