import type { Finding } from '../../engine/verdict.ts'
import { accessOf, originOf } from './access.ts'
import { expressionOf } from './compare.ts'
import { endIn, wordingOf, type Numbered } from './compared.ts'
import { namedIn } from './judged.ts'
import type { Condition } from './condition-kinds.ts'
import { contentsOf } from './content.ts'
import { contentLines } from './content-lines.ts'
import { functionsFor } from './functions.ts'
import { groupsOf, rivalsOf, withWinnersLast } from './groups.ts'
import { head, oneLine, variables, type About } from './head.ts'
import { refusedBy, valuesIn } from './judged.ts'
import { judgedLines } from './judging.ts'
import { namesOf, type Names } from './names.ts'
import { refusalFunctions } from './refusals.ts'
import { requestFunctions } from './request.ts'
import { requestLines } from './request-lines.ts'
import type { ExchangeRecord } from '../record/exchange.ts'
import { word } from './shell.ts'
import { succeeded, type Step, type Steps } from './step.ts'
import { suppliedTo, type Supplied } from './supplied.ts'

/** What the scripts of a run are made from. */
export interface ScriptSource {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** The URL of the registry; by default the origin of the first exchange is that of the registry. */
  target?: string | undefined
  /** Facts of the run: the repositories, and how the registry was reached. */
  details: Readonly<Record<string, string>>
  readOnly?: boolean
}

export interface Parts {
  /** What the script sends. */
  kept: readonly Step[]
  /** What the finding is about. */
  judged: Step
  /** Exchanges whose responses are compared. */
  compared: ReadonlySet<number>
  finding: Pick<Finding, 'title' | 'expected'>
  conditions: readonly Condition[]
  about: About
  source: ScriptSource
  steps: Steps
}

/** The whole script. */
export function assemble(parts: Parts): string {
  const { judged, compared, finding, conditions, about, source, steps } = parts
  const requests = numbered(parts)
  const { kept, groups, numbers, stepOf } = requests
  const places = placesIn(source)
  const { registry, repositories } = places
  const contents = contentsOf(kept)
  const refused = refusedBy(conditions).map((exchange) => stepOf(exchange))
  const isJudged = (step: Step): boolean =>
    step === judged || [...compared].some((id) => steps.of(id) === step)
  const supplied = suppliedTo(
    kept,
    (step) => !refused.includes(step) && (succeeded(step) || isJudged(step)),
    contents,
  )
  const names = namesOf(contents, places)
  const end = endIn(conditions, requests)
  const isRepeated = groups.some(({ length }) => length > 1)
  const orElse = isRepeated ? ' || continue' : ''
  const sent = requestLines(groups, {
    end,
    contents,
    names,
    numbers,
    rivals: [...compared].flatMap((id) => rivalsOf(steps.of(id) ?? judged, groups)),
    compared,
    isAboutLocation: /\blocation/.test(about.id),
    statuses: valuesIn(conditions),
    orElse,
  })
  const expression = expressionOf(conditions, wordingOf(requests, { contents, names, end }))
  const before = pushesOf(supplied, names).map((line) => `${line}${orElse}`)
  const violation = word(names.template(violationOf(about, finding), { known: true }))
  const access = accessOf(
    kept.map(({ last }) => last),
    registry,
    source.details,
  )
  const body = judgedLines([...contentLines(contents, names), '', ...before, ...sent], {
    about,
    violation,
    expression,
    isRepeated,
  }).join('\n')
  return `${[
    ...head(about, finding.title),
    '',
    ...variables({ registry, repositories, access, body, about }),
    '',
    ...functionsFor(body, [...requestFunctions(access), ...refusalFunctions(about.id, access, isRepeated)]),
    '',
    body,
  ].join('\n')}\n`
}

function numbered({ kept: sliced, judged, compared, conditions, steps }: Parts): Numbered {
  const groups = withWinnersLast(
    groupsOf(sliced),
    [judged, ...[...compared].flatMap((id) => steps.of(id) ?? [])],
    [...namedIn(conditions), ...valuesIn(conditions)],
  )
  const kept = groups.flat()
  return {
    kept,
    groups,
    numbers: new Map(kept.map((step, index) => [step, index + 1])),
    stepOf: (exchange) => (exchange === undefined ? undefined : steps.of(exchange)) ?? judged,
  }
}

/** What is printed of a violation; names in it are those that the script makes. */
const violationOf = ({ id }: About, { title, expected }: Parts['finding']): string =>
  `FAIL ${id}: ${oneLine(title)}; expected ${oneLine(expected.join(' or '))}; received`

function placesIn({ target = '', details, exchanges, readOnly = false }: ScriptSource) {
  const [first] = exchanges.values()
  const registry = originOf(target) ?? originOf(first?.request.url ?? '') ?? ''
  const { repository: repo = '' } = details
  return { registry, repositories: { repo, repo2: details['second repository'] ?? repo }, readOnly }
}

/** The lines that push what no recorded request did. */
const pushesOf = (supplied: readonly Supplied[], names: Names): string[] =>
  supplied.map(({ repository, digest, content: { name } }, at) => {
    const [place, named] = [repository, digest].map((text) => word(names.template(text)))
    return `push_blob b${at + 1} ${place} ${named} ${name}`
  })
