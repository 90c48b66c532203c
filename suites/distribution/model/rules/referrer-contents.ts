import { violated, type Violated } from '../../../../src/engine/judgement.ts'
import { entryOf, listsEachOnce, listsReferrers, referrersOf } from '../../judges/referrers.ts'
import type { RequirementId } from '../../requirements.ts'
import { wasDeletedBefore } from '../changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { isOn, statusOf, type Observed } from '../observed.ts'
import { isAbsent, isThere } from '../presence.ts'
import { writersOf } from '../writes.ts'
import { documentIn, type Referrer, type ReferrersPage } from './referrer-pages.ts'
import { referrersAre } from '../../../../src/registry/reproduce/condition.ts'

/** Own manifests that are listed although they are certainly not there, or have another subject; and repetitions. */
export function unexpectedReferrers(page: ReferrersPage): Contradiction[] {
  const { observed, entries } = page
  const once = contradicts('discovery.referrers.unique', listsEachOnce(entries), {
    observed,
    because: [],
    explainedBy: ['discovery.referrers.complete'],
  })
  const digests = [...new Set(entries.map(({ digest }) => digest))]
  return [...once, ...digests.flatMap((digest) => unexpected(page, digest))]
}

function unexpected(page: ReferrersPage, digest: string): Contradiction[] {
  const { observed, history, repository, subject } = page
  const possible = history.possibleManifest(repository, digest, observed)
  const because = writersOf(possible)
  const about = { observed, because, maySettle: true } as const
  const lists = (what: string): Violated =>
    violated(`listed a manifest ${what}`, `without ${digest}`, digest, referrersAre({ excludes: [digest] }))
  if (isAbsent(possible)) {
    const elsewhere = pushesElsewhere(page, digest)
    const [requirement, what]: [RequirementId, string] =
      because.length > 0
        ? ['management.manifest.referrer-unlisted', 'that was deleted']
        : elsewhere.length > 0
          ? ['discovery.referrers.other-repository', 'of another repository']
          : ['discovery.referrers.nothing-else', 'that was not pushed']
    return contradicts(requirement, lists(what), { ...about, because: [...because, ...elsewhere] })
  }
  const document = documentIn(history, { repository, digest, period: observed })
  return document === undefined || document.subject === subject
    ? []
    : contradicts(
        'discovery.referrers.nothing-else',
        lists('that does not refer to the requested digest'),
        about,
      )
}

const pushesElsewhere = ({ history, repository }: ReferrersPage, digest: string): Observed[] =>
  [...history.manifests].flatMap(([key, writes]) =>
    key.endsWith(` ${digest}`) && !key.startsWith(`${repository} `)
      ? writes.filter(({ value }) => value !== undefined).map(({ by }) => by)
      : [],
  )

/** Whether the list has the manifest, under a digest of whichever algorithm. */
const has = ({ all, history }: ReferrersPage, digest: string): boolean =>
  all.some((entry) => history.sha256Of(entry.digest) === history.sha256Of(digest))

/**
 * What the pages leave out, after the last one. What a filter leaves out is judged with the filter, and what a registry
 * makes of referrers whose subject is deleted is open.
 */
export const missingOf = (page: ReferrersPage): readonly Referrer[] =>
  page.isWhole
    ? page.known.filter((referrer) => !has(page, referrer.digest) && !lostItsSubject(page, referrer))
    : []

function lostItsSubject({ history, repository, subject, period }: ReferrersPage, { by }: Referrer): boolean {
  return history.observed.some(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'DELETE' &&
      each.operation.repository === repository &&
      history.sha256Of(each.operation.reference) === history.sha256Of(subject) &&
      each.start < period.end &&
      by.every((push) => push.start < each.end),
  )
}

export function missingReferrers(page: ReferrersPage): Contradiction[] {
  if (page.artifactType !== undefined) return []
  const found = new Map<RequirementId, Referrer[]>()
  for (const referrer of missingOf(page)) {
    const requirement = requirementFor(page, referrer)
    found.set(requirement, [...(found.get(requirement) ?? []), referrer])
  }
  return [...found].flatMap(([requirement, missing]) => leftOut(page, requirement, missing))
}

/** What a list leaves out by itself, a filtered one leaves out too. */
const explaining: readonly RequirementId[] = [
  'pull.manifest.by-digest',
  'discovery.referrers.link',
  'discovery.referrers.link-form',
  'discovery.referrers.complete',
  'discovery.referrers.complete-index',
  'discovery.referrers.before-subject',
]

/** A list, or a filtered one, that leaves out these. */
export function leftOut(
  { observed, all, before, history, repository }: ReferrersPage,
  requirement: RequirementId,
  missing: readonly Referrer[],
): Contradiction[] {
  const judgement = listsReferrers(
    all.filter(({ digest }) => !missing.some((each) => each.digest === digest)),
    missing.map(({ digest }) => digest),
  )
  return contradicts(requirement, judgement, {
    observed,
    because: [...new Set([...missing.flatMap(({ by }) => by), ...before])],
    explainedBy: [
      // Where pushing it anew has no effect, that is not a matter of the list.
      ...(missing.every(({ digest, by }) =>
        by.some((push) => wasDeletedBefore(history, repository, digest, push)),
      )
        ? (['management.manifest.push-again'] as const)
        : []),
      ...explaining.filter((id) => id !== requirement),
    ],
    maySettle: true,
  })
}

/** Which statement a missing entry violates. */
export function requirementFor(page: ReferrersPage, referrer: Referrer): RequirementId {
  if (isCutOff(page, referrer)) return 'discovery.referrers.link'
  if (wasEarly(page, referrer)) return 'discovery.referrers.before-subject'
  return referrer.document.isIndex ? 'discovery.referrers.complete-index' : 'discovery.referrers.complete'
}

/** A filter brings it to light: the list ends at a limit without a Link. */
const isCutOff = (
  { observed, history, repository, subject, before, all }: ReferrersPage,
  { digest, by }: Referrer,
): boolean =>
  before.length === 0 &&
  all.length > 0 &&
  history.observed.some(
    (each) =>
      isOn(each, 'referrers') &&
      statusOf(each) === 200 &&
      each.operation.repository === repository &&
      each.operation.digest === subject &&
      (each.operation.artifactType ?? '') !== '' &&
      observed.operation.artifactType === undefined &&
      by.every((push) => push.end <= each.start) &&
      entryOf(referrersOf(each.exchange) ?? [], digest) !== undefined,
  )

/** It was pushed when its subject was not there, which now is. */
const wasEarly = ({ history, repository, subject, period }: ReferrersPage, { by }: Referrer): boolean =>
  by.length > 0 &&
  isThere(history.possibleManifest(repository, subject, period)) &&
  by.every((push) => isAbsent(history.possibleManifest(repository, subject, push)))
