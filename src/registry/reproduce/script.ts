import type { Finding } from '../../engine/verdict.ts'
import { headerValues, type ExchangeRecord } from '../record/exchange.ts'
import { isCondition, namedIn, type Condition } from './condition.ts'
import { expressionOf } from './compare.ts'
import { contentsOf } from './content.ts'
import { contentLines } from './content-lines.ts'
import { functionsFor } from './functions.ts'
import { namesOf, nonceDigits } from './names.ts'
import { requestFunctions, type Access } from './request.ts'
import { groupsOf, rivalsOf, sendsSame, withWinnersLast } from './groups.ts'
import { namesWithEnd, requestLines, type End } from './request-lines.ts'
import { comment, quote, word } from './shell.ts'
import { mostSteps, sliceTo } from './slice.ts'
import { stepsOf, succeeded, type Step, type Steps } from './step.ts'
import { suppliedTo } from './supplied.ts'

/** What the scripts of a run are made from. */
export interface ScriptSource {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** The URL of the registry; by default the origin of the first exchange is that of the registry. */
  target?: string | undefined
  /** Facts of the run: the repositories, and how the registry was reached. */
  details: Readonly<Record<string, string>>
  readOnly?: boolean
}

/** What a finding violates, for the head of its script. */
export interface About {
  id: string
  level: string
  title: string
  link: string
}

/** A script, or why there is none. */
export type Reproduction = { script: string } | { reason: string }

/** Scripts for the findings of one run. */
export interface Scripts {
  of(finding: Pick<Finding, 'title' | 'expected' | 'evidence' | 'conditions'>, about: About): Reproduction
}

export function createScripts(source: ScriptSource): Scripts {
  let known: Steps | undefined
  return {
    of(finding, about) {
      const steps = (known ??= stepsOf(source.exchanges))
      return scriptOf(finding, about, source, steps)
    },
  }
}

const originOf = (url: string): string | undefined =>
  URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : undefined

function scriptOf(
  finding: Pick<Finding, 'title' | 'expected' | 'evidence' | 'conditions'>,
  about: About,
  source: ScriptSource,
  steps: Steps,
): Reproduction {
  const evidence = finding.evidence.flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : []))
  const conditions = (finding.conditions ?? []).filter(isCondition)
  const last = evidence.at(-1) ?? exchangesIn(conditions).at(-1)
  if (last === undefined) return { reason: 'it rests on no single request' }
  if (conditions.length === 0) return { reason: 'no comparison of single responses shows it' }
  const rooted = [...evidence, ...exchangesIn(conditions)]
  const roots = [...new Set(rooted.flatMap((id) => steps.of(id) ?? []))]
  const judged = steps.of(last)
  if (judged === undefined) return { reason: 'its requests are not stored' }
  if (source.exchanges.get(last)?.response?.status === 429)
    return { reason: 'whether 429 is returned depends on how many requests came before, from anybody' }
  const isWhole = finding.evidence.some(
    (each) =>
      each.kind === 'exchange' &&
      each.sequence !== undefined &&
      each.sequence !== steps.of(each.exchange)?.test,
  )
  const names = [...namedIn(conditions), ...roots.flatMap(namedInResponse)]
  const all = sliceTo({ roots, named: names, isWhole }, steps)
  // Where a test did so much, what the last changes made has to be enough.
  const kept = all.length <= mostSteps ? all : sliceTo({ roots, named: names, isWhole: true }, steps)
  if (kept.length > mostSteps) return { reason: `it takes more than ${mostSteps} requests` }
  return {
    script: assemble({
      kept,
      judged,
      compared: comparedIn(conditions, last),
      finding,
      conditions,
      about,
      source,
      steps,
    }),
  }
}

const exchangesIn = (conditions: readonly Condition[]): number[] =>
  conditions.flatMap((condition) => [
    ...(condition.exchange === undefined ? [] : [condition.exchange]),
    ...(condition.kind === 'same-header' ? [condition.as] : []),
    ...(condition.kind === 'list'
      ? [condition.beginsAs, condition.ordersAs, condition.endOf].filter((each) => each !== undefined)
      : []),
    ...(condition.kind === 'any' ? condition.of.flatMap(exchangesIn) : []),
  ])

/** Content that a response has instead of what it should have: it has to be there again. */
const namedInResponse = ({ last: { response } }: Step): string[] =>
  response === undefined || response.status >= 300
    ? []
    : [response.body.sha256, ...headerValues(response.headers, 'docker-content-digest')]

/** What status and fields of a response have to be. */
const valuesIn = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap((each) =>
    each.kind === 'status' && each.not === undefined
      ? [...each.in]
      : each.kind === 'header'
        ? (each.is ?? [])
        : each.kind === 'any'
          ? each.of.flatMap(valuesIn)
          : [],
  )

/** Exchanges that are to be answered without success. */
const refusedBy = (conditions: readonly Condition[]): (number | undefined)[] =>
  conditions.flatMap((each) =>
    each.kind === 'status' && !each.not && !each.in.some((status) => status.startsWith('2'))
      ? [each.exchange]
      : [],
  )

/** Exchanges whose responses are compared. */
const comparedIn = (conditions: readonly Condition[], last: number): ReadonlySet<number> =>
  new Set([...(conditions.some(isAboutLast) ? [last] : []), ...exchangesIn(conditions)])

/** It names no exchange, and so is about the last of the evidence. */
const isAboutLast = (condition: Condition): boolean =>
  condition.exchange === undefined && (condition.kind !== 'any' || condition.of.flat().some(isAboutLast))

interface Parts {
  kept: readonly Step[]
  judged: Step
  compared: ReadonlySet<number>
  finding: Pick<Finding, 'title' | 'expected'>
  conditions: readonly Condition[]
  about: About
  source: ScriptSource
  steps: Steps
}

function assemble(parts: Parts): string {
  const { judged, compared, finding, conditions, about, source, steps } = parts
  const stepOf = (exchange: number | undefined): Step =>
    (exchange === undefined ? undefined : steps.of(exchange)) ?? judged
  const groups = withWinnersLast(
    groupsOf(parts.kept),
    [judged, ...[...compared].flatMap((id) => steps.of(id) ?? [])],
    [...namedIn(conditions), ...valuesIn(conditions)],
  )
  const kept = groups.flat()
  const { details, target = '' } = source
  const [first] = source.exchanges.values()
  const registry = originOf(target) ?? originOf(first?.request.url ?? '') ?? ''
  const { repository: repo = '' } = details
  const repositories = { repo, repo2: details['second repository'] ?? repo }
  const contents = contentsOf(kept)
  const refused = refusedBy(conditions).map((exchange) => stepOf(exchange))
  const isJudged = (step: Step): boolean =>
    step === judged || [...compared].some((id) => steps.of(id) === step)
  const supplied = suppliedTo(
    kept,
    (step) => !refused.includes(step) && (succeeded(step) || isJudged(step)),
    contents,
  )
  const names = namesOf(contents, { registry, repositories, readOnly: source.readOnly === true })
  const numbers = new Map(kept.map((step, index) => [step, index + 1]))
  const numberOf = (exchange: number | undefined): number => numbers.get(stepOf(exchange)) ?? kept.length
  const end = endIn(conditions, stepOf, numberOf)
  const requests = requestLines(groups, {
    end,
    contents,
    names,
    numbers,
    rivals: [...compared].flatMap((id) => rivalsOf(steps.of(id) ?? judged, groups)),
    compared,
  })
  const expression = expressionOf(conditions, {
    numbersOf({ kind, exchange }) {
      const step = stepOf(exchange)
      const rivals = rivalsOf(step, groups)
      const alike =
        kind === 'status' || kind === 'answered' ? rivals : rivals.filter((each) => sendsSame(each, step))
      return alike.flatMap((each) => numbers.get(each) ?? [])
    },
    numberOf,
    pageBefore(number) {
      const source = kept[number - 1]?.source
      return source?.by === 'next' ? numbers.get(source.step) : undefined
    },
    firstPage: (number) => {
      let step = kept[number - 1]
      while (step?.source?.by === 'next' && numbers.has(step.source.step)) step = step.source.step
      return (step && numbers.get(step)) ?? number
    },
    template: (text) => namesWithEnd(names, end).template(text),
    fileOf: (digest) => contents.byDigest(digest)?.name,
  })
  const before = supplied.map(({ repository, digest, content: { name } }, at) => {
    const [place, named] = [repository, digest].map((text) => word(names.template(text)))
    return `push_blob b${at + 1} ${place} ${named} ${name}`
  })
  const made = contentLines(contents, names)
  const access = accessOf(
    kept.map(({ last }) => last),
    registry,
    details,
  )
  const pass = `echo ${quote(`PASS ${about.id}: ${oneLine(about.title)}`)}; exit 0`
  // Whether requests meet that are sent at once is chance.
  const isRepeated = groups.some(({ length }) => length > 1)
  const judging = [
    `if ${expression}`,
    isRepeated ? 'then continue; fi' : `then ${pass}; fi`,
    `[ -z "$unmet" ] || { ${isRepeated ? `[ "$tries" = ${mostTries} ] || continue; ` : ''}echo "ERROR ${about.id}:$unmet the sequence cannot be run"; exit 2; }`,
    `echo ${quote(`FAIL ${about.id}: ${oneLine(finding.title)}; expected ${oneLine(finding.expected.join(' or '))}; received`)} "$(received ${numberOf(undefined)})"; exit 1`,
  ]
  const once = [...made, '', ...before, ...requests, '', ...judging]
  const repeated = [
    comment(`Whether requests meet is chance: up to ${mostTries} tries.`),
    `tries=0; while [ "$tries" -lt ${mostTries} ]; do tries=$((tries + 1))`,
    ...nonceLines(once.join('\n')),
    'unmet=',
    '',
    ...once,
    'done',
    pass,
  ]
  const body = (isRepeated ? repeated : once).join('\n')
  return `${[
    ...head(about, finding.title),
    '',
    ...variables({ registry, repositories, access, body }),
    '',
    ...functionsFor(body, requestFunctions(access)).flatMap((each) => [each]),
    '',
    body,
  ].join('\n')}\n`
}

/** The list of which a compared request names the last one. */
function endIn(
  conditions: readonly Condition[],
  stepOf: (exchange: number | undefined) => Step,
  numberOf: (exchange: number | undefined) => number,
): End | undefined {
  for (const each of conditions)
    if (each.kind === 'list' && each.after !== undefined && each.endOf !== undefined)
      return {
        step: stepOf(each.exchange),
        last: each.after,
        of: `${each.of}_in`,
        list: numberOf(each.endOf),
      }
  return undefined
}

/** How often requests that were in flight at once are sent, first in their order, before a script concludes that the registry conforms. */
const mostTries = 4

const nonceLine = `nonce=\${NONCE:-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \\n')} # ${nonceDigits} digits: content and names are new each time`

/** The random part of names, also of those that only have decimal digits. */
const nonceLines = (body: string): string[] => [
  nonceLine,
  ...(/\$\{?digits\b/.test(body) ? [`digits=$(printf '%06d' "$((0x$nonce % 1000000))")`] : []),
]

const oneLine = (text: string): string => {
  const printed = text.replace(/[^\x20-\x7e]+/g, '?')
  return printed.length > 160 ? `${printed.slice(0, 160)}...` : printed
}

const head = ({ id, level, title, link }: About, found: string): string[] => [
  '#!/bin/sh',
  comment(`${id} (${level}): ${oneLine(title)}`),
  comment(link),
  comment(`Found: ${oneLine(found)}`),
  comment('Exit code: 0 it conforms, 1 the violation is shown, 2 the sequence cannot be run.'),
]

/** How the registry was reached, as these exchanges show it. */
export function accessOf(
  seen: readonly ExchangeRecord[],
  registry: string,
  details: ScriptSource['details'],
): Access {
  const schemes = seen
    .flatMap(({ request }) => (originOf(request.url) === registry ? request.headers : []))
    .flatMap(([name, value]) =>
      name.toLowerCase() === 'authorization' ? [/^\S+/.exec(value)?.[0] ?? ''] : [],
    )
    .map((scheme) => scheme.toLowerCase())
  return {
    credentials: schemes.includes('basic') ? 'basic' : schemes.length > 0 ? 'bearer' : 'none',
    secure: registry.startsWith('https:'),
    insecure: details['certificates'] === 'not verified',
    clientCertificate: details['client certificate'] !== undefined,
    proxy: details['proxy'],
  }
}

function variables({
  registry,
  repositories: { repo, repo2 },
  access,
  body,
}: {
  registry: string
  repositories: { repo: string; repo2: string }
  access: Access
  body: string
}): string[] {
  const uses = (name: string): boolean => new RegExp(`\\$\\{?${name}\\b`).test(body)
  return [
    'set -u; export LC_ALL=C',
    `registry=${defaultTo('REGISTRY', registry)}`,
    ...(uses('repo') ? [`repo=${defaultTo('REPO', repo)}`] : []),
    ...(uses('repo2') ? [`repo2=${defaultTo('REPO2', repo2)}`] : []),
    ...(access.credentials === 'basic' ? [': "${REGISTRY_USER:?}" "${REGISTRY_PASSWORD:?}"'] : []),
    ...(access.credentials === 'bearer'
      ? [comment('Credentials: REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN.')]
      : []),
    ...(access.secure ? [comment('CACERT: a file with the authority to trust.')] : []),
    ...(access.clientCertificate ? [': "${CLIENT_CERT:?a file}" "${CLIENT_KEY:?a file}"'] : []),
    ...(access.proxy === undefined ? [] : [`proxy=${defaultTo('PROXY', access.proxy)}`]),
    ...(body.includes(nonceLine) ? [] : nonceLines(body)),
    'work=$(mktemp -d) || exit 2',
    `trap 'rm -rf "$work"' EXIT; trap 'exit 2' TERM`,
    'unmet=',
  ]
}

const defaultTo = (name: string, value: string): string => `\${${name}:-${quote(value)}}`
