import { violated } from '../../../../src/engine/judgement.ts'
import { header, headerValues } from '../../../../src/registry/record/exchange.ts'
import { otherBytes, summarizeResponse } from '../../judges/response.ts'
import { namedDigest } from '../../judges/digest.ts'
import type { RequirementId } from '../../requirements.ts'
import { lastChange, wasDeletedBefore } from '../changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { isUnnamed, keyOf, namesIn, type History } from '../history.ts'
import type { StoredManifest } from '../manifests.ts'
import { isOn, statusOf, type Observed } from '../observed.ts'
import { isDigest } from '../operation.ts'
import type { ReadOfManifest } from '../rule.ts'
import { writersOf, type Possible } from '../writes.ts'
import {
  acceptWithout,
  explainedByAcceptLines,
  isOpenRefusal,
  isRefusedByType,
  openAccept,
  refusalOf,
} from './accept.ts'
import { requirementOfTag } from './unusual-tag.ts'
import { isAllowedByCondition } from './condition.ts'
import { headersOfManifest } from './manifest-headers.ts'
import {
  anyOf,
  contentIs,
  headerIs,
  literal,
  onExchange,
  statusIs,
} from '../../../../src/registry/reproduce/condition.ts'

/** GET and HEAD by tag: whether it exists, which manifest it leads to, and the fields of that one. */
export function readsByTag(observed: ReadOfManifest, history: History): Contradiction[] {
  const { repository, reference: tag } = observed.operation
  const possible = history.possibleTag(repository, tag, observed)
  if (possible === undefined) return ofOthers(observed)
  const present = possible.filter(({ value }) => value !== undefined)
  const status = statusOf(observed)
  if (status === 200) return served(observed, possible, history)
  if (present.length < possible.length && status === 404) return []
  if (present.length === 0) return status === 404 ? [] : [notGone(observed, possible, history)]
  if (present.some(({ value = '' }) => isAllowedByCondition(observed, value))) return []
  const types = present.map(({ value = '' }) => storedAs(history, repository, value).document?.contentType)
  if (types.some((type) => isRefusedByType(observed, type))) return []
  if (present.length < possible.length && status !== undefined && status < 500) return []
  return [lost(observed, present, history)]
}

/** A tag of which nothing is known leads to any manifest; its fields are those of the body. */
function ofOthers(observed: ReadOfManifest): Contradiction[] {
  const { exchange, operation } = observed
  const { sha256, bytes, truncated } = exchange.response?.body ?? {}
  if (statusOf(observed) !== 200 || operation.method !== 'GET' || sha256 === undefined) return []
  const stored = bytes === undefined || truncated === true ? {} : { bytes }
  return headersOfManifest(observed, { digest: sha256, stored, because: [] })
}

function served(
  observed: ReadOfManifest,
  possible: readonly Possible<string>[],
  history: History,
): Contradiction[] {
  const { exchange, operation } = observed
  const present = possible.filter(({ value }) => value !== undefined)
  if (present.length === 0) return [notGone(observed, possible, history)]
  const body = operation.method === 'GET' ? exchange.response?.body.sha256 : undefined
  const found = present.find(({ value }) =>
    body === undefined ? isNamed(observed, value, history) : value === body,
  )
  if (found === undefined) return another(observed, present, history)
  const { value: digest = '', by } = found
  return [
    ...(isUnnamed(operation.reference, by) ? unnamed(observed, by) : []),
    ...headersOfManifest(observed, {
      digest,
      stored: storedAs(history, operation.repository, digest),
      because: by ? [by] : [],
    }),
  ]
}

/** A tag that the push of a parameter created, and that its response did not name. */
const unnamed = (observed: ReadOfManifest, by: Observed | undefined): Contradiction[] =>
  contradicts(
    'push.tag-parameters.header',
    violated(
      'created a tag from a parameter without listing it in OCI-Tag',
      `OCI-Tag: ${observed.operation.reference}`,
      `${statusOf(observed)} to a ${observed.operation.method} of the tag`,
      ...(by
        ? [
            anyOf(
              [statusIs('4xx')],
              [
                onExchange(
                  by.exchange.id,
                  headerIs('OCI-Tag', {
                    matches: `(^|[ ,])${literal(observed.operation.reference)}([ ,]|$)`,
                  }),
                ),
              ],
            ),
          ]
        : []),
    ),
    { observed, because: by ? [by] : [] },
  )

/** What was pushed with these bytes, under whichever digest. */
function storedAs(history: History, repository: string, bytes: string): StoredManifest {
  for (const digest of namesIn(history.manifests, repository)) {
    if (history.sha256Of(digest) !== bytes) continue
    const write = history.manifests.get(keyOf(repository, digest))?.find(({ value }) => value?.document)
    if (write?.value) return write.value
  }
  return {}
}

/** A HEAD names the manifest by its digest, of whichever algorithm; where it names none, nothing is known. */
function isNamed(observed: Observed, value: string | undefined, { sha256Of }: History): boolean {
  const named = namedDigest(observed.exchange)
  return named === undefined || sha256Of(named) === value || (value !== undefined && named === value)
}

/** It exists although it was deleted, or never set. */
function notGone(
  observed: ReadOfManifest,
  possible: readonly Possible<string>[],
  { spec }: History,
): Contradiction {
  const { exchange, operation } = observed
  const because = writersOf(possible)
  const isHead = operation.method === 'HEAD'
  const byDigest = because.some((each) => isOn(each, 'manifest') && isDigest(each.operation.reference))
  // What 1.0 does not say of a GET after a deletion, it does not say of a HEAD.
  const read: RequirementId =
    because.length === 0
      ? 'pull.manifest.unknown-tag'
      : byDigest
        ? 'management.manifest.tags-gone'
        : 'management.tag.gone'
  const requirement: RequirementId =
    isHead && (because.length === 0 || spec !== '1.0') ? 'pull.manifest.head.unknown-tag' : read
  const why =
    because.length === 0
      ? 'that was never pushed'
      : byDigest
        ? 'whose manifest was deleted'
        : 'that was deleted'
  return {
    requirement,
    judgement: violated(
      `returned ${statusOf(observed)} for a ${operation.method} of a tag ${why}`,
      '404',
      summarizeResponse(exchange),
      statusIs(404),
    ),
    observed,
    because,
    // What a GET finds as well is no matter of the HEAD.
    explainedBy: [read],
    maySettle: true,
  }
}

const namesIndex = (value: string): boolean => /index|manifest\.list|\*\/\*/.test(value)

/** Whether the client left the type of an index out of Accept, so that a registry may have chosen one of its manifests. */
const leavesIndexOut = ({ request }: Observed): boolean => {
  const accepted = headerValues(request.headers, 'accept')
  return !accepted.some(namesIndex)
}

/** Docker's first form of an image, into which a registry may convert others for clients that accept no other. */
const isOldForm = ({ response }: Observed['exchange']): boolean =>
  (header(response?.headers ?? [], 'content-type') ?? '').startsWith(
    'application/vnd.docker.distribution.manifest.v1+',
  )

/** Another manifest than the tag leads to. */
function another(
  observed: ReadOfManifest,
  present: readonly Possible<string>[],
  history: History,
): Contradiction[] {
  const { exchange, operation } = observed
  const { repository, reference: tag, method } = operation
  const got = method === 'GET' ? (exchange.response?.body.sha256 ?? '') : (namedDigest(exchange) ?? '')
  const children = present.flatMap(
    ({ value = '' }) =>
      storedAs(history, repository, value).document?.manifests.map(({ digest }) => digest) ?? [],
  )
  if (children.includes(got) && leavesIndexOut(observed)) return []
  const types = present.map(({ value = '' }) => storedAs(history, repository, value).document?.contentType)
  const open = isOldForm(exchange) ? (openAccept(observed) ?? acceptWithout(observed, types)) : undefined
  if (open !== undefined) return [converted(observed, present, open)]
  const before = (history.tags.get(keyOf(repository, tag)) ?? []).find(({ value }) => value === got)
  const isKnown = namesIn(history.manifests, repository).some((digest) => history.sha256Of(digest) === got)
  const ofGet: RequirementId = isKnown ? 'pull.manifest.by-tag' : 'pull.manifest.exact-bytes'
  const requirement: RequirementId = before
    ? 'push.manifest.tag-moves'
    : method === 'HEAD'
      ? 'pull.manifest.head.digest-header-value'
      : ofGet
  const title = before
    ? `returned the previous manifest for a ${method} of a tag`
    : `returned ${isKnown ? 'another manifest' : 'other bytes'} than was pushed for a ${method} of a tag`
  const expected = present.map(({ value = '' }) => value)
  return [
    {
      requirement,
      judgement: violated(
        title,
        expected,
        method === 'GET' ? otherBytes(exchange, got) : `Docker-Content-Digest: ${got}`,
        method === 'GET'
          ? contentIs(...present.flatMap(({ value }) => value ?? []))
          : headerIs('Docker-Content-Digest', { is: present.flatMap(({ value }) => value ?? []) }),
      ),
      observed,
      because: [...(before ? [before.by] : []), ...writersOf(present)],
      // What a GET is answered as well is no matter of the HEAD.
      explainedBy: method === 'HEAD' ? [ofGet, 'pull.manifest.head.by-tag'] : ['pull.manifest.by-tag'],
      maySettle: true,
    },
  ]
}

/** Content negotiation is not settled in the specification, so that a conversion for a client that names no type warns. */
const converted = (
  observed: ReadOfManifest,
  present: readonly Possible<string>[],
  open: string,
): Contradiction => ({
  requirement: 'pull.manifest.by-tag',
  judgement: {
    ...violated(
      `returned the manifest of a tag in Docker's first form for a ${observed.operation.method}, ${open}`,
      present.map(({ value = '' }) => value),
      summarizeResponse(observed.exchange),
      contentIs(...present.flatMap(({ value }) => value ?? [])),
    ),
    severity: 'warn',
  },
  observed,
  because: writersOf(present),
})

/** What is unusual about a tag is a matter of GET; HEAD alone is wrong where GET finds it. */
const unusualOr = (tag: string, method: string, read: RequirementId): RequirementId =>
  (method === 'HEAD' ? undefined : requirementOfTag(tag)) ?? read

/** What is last is what it is about, see kindOf. */
function explanationsOf(tag: string, method: string, read: RequirementId): RequirementId[] {
  const unusual = requirementOfTag(tag)
  return [
    ...(unusual ? [unusual] : []),
    ...(method === 'HEAD' ? (['pull.manifest.by-tag'] as const) : []),
    read,
  ]
}

/** It does not exist although it was set, and not deleted. */
function lost(
  observed: ReadOfManifest,
  present: readonly Possible<string>[],
  history: History,
): Contradiction {
  const { repository, reference: tag, method } = observed.operation
  const [{ value: digest = '' } = {}] = present
  const [since] = writersOf(present)
  const { change, by } = lastChange(history, {
    repository,
    digest,
    until: observed,
    ...(since ? { since } : {}),
  })
  const byParameter = since !== undefined && isOn(since, 'manifest') && isDigest(since.operation.reference)
  const read: RequirementId = method === 'HEAD' ? 'pull.manifest.head.by-tag' : 'pull.manifest.by-tag'
  const moved = history.tags
    .get(keyOf(repository, tag))
    ?.some(
      (each) =>
        each.value !== undefined &&
        each.value !== digest &&
        since !== undefined &&
        each.by.end <= since.start,
    )
  const isOpen = isOpenRefusal(observed)
  const requirement: RequirementId = isOpen
    ? 'pull.manifest.by-tag'
    : change === 'tag deleted'
      ? 'management.tag.other-tags-kept'
      : byParameter
        ? 'push.tag-parameters.header-honest'
        : moved === true && !wasDeletedBefore(history, repository, tag, since)
          ? 'push.manifest.tag-moves'
          : unusualOr(tag, method, read)
  const when = change === 'tag deleted' && !isOpen ? ', after another tag was deleted' : ''
  return {
    requirement,
    judgement: refusalOf(
      observed,
      violated(
        `returned ${statusOf(observed)} for a ${method} of a tag that was pushed${when}`,
        '200',
        summarizeResponse(observed.exchange),
        statusIs(200),
      ),
    ),
    observed,
    because: [...(since ? [since] : []), ...(by && by !== since ? [by] : [])],
    ...(since ? { since } : {}),
    explainedBy: [...explainedByAcceptLines(observed), ...explanationsOf(tag, method, read)],
    maySettle: true,
  }
}
