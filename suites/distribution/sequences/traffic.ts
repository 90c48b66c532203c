import { emptyContent } from '../../../src/content/content.ts'
import { digestOf } from '../../../src/content/digest.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { defineTest, type Test } from '../define.ts'
import type { Contradiction } from '../model/contradiction.ts'
import { createHistory } from '../model/history.ts'
import { judgeHistory } from '../model/judge.ts'
import { observe } from '../model/observe.ts'
import type { RegistryContext } from '../target/context.ts'
import { requestAgain } from './again.ts'
import { featuresFor } from './judge.ts'
import { judgedRequirements } from './judged.ts'
import { gravityOf, isKnown } from './known.ts'

/** Content that other runs push and remove as well. */
const common = new Set([
  emptyContent.digest,
  digestOf(new Uint8Array()),
  digestOf(emptyContent.bytes, 'sha512'),
  digestOf(new Uint8Array(), 'sha512'),
])

const isOfCommon = ({ observed: { operation } }: Contradiction): boolean =>
  [
    'digest' in operation ? operation.digest : undefined,
    'reference' in operation ? operation.reference : undefined,
    'mount' in operation ? operation.mount : undefined,
  ].some((digest) => digest !== undefined && common.has(digest))

/** What in these exchanges contradicts those before. Nothing is known of what the registry held at first. */
function contradictionsIn(t: RegistryContext, exchanges: readonly Exchange[]): Contradiction[] {
  const all = new Map(t.exchanges().map((each) => [each.id, each]))
  const onTheWay = new Set(exchanges.flatMap(({ via }) => via))
  const ended = exchanges.filter(({ id }) => !onTheWay.has(id))
  const history = createHistory(observe(ended, all), {
    spec: t.spec,
    features: featuresFor(t),
    isOwn: () => false,
    isShared: (name) => common.has(name),
  })
  return judgeHistory(history).filter((each) => !isOfCommon(each))
}

/** A push that was refused while others were in flight, and accepted when it was repeated: another test notes it. */
function isAcceptedLater({ observed }: Contradiction, exchanges: readonly Exchange[]): boolean {
  const { method, url, body } = observed.request
  if (method === 'GET' || method === 'HEAD') return false
  return exchanges.some(
    ({ request, response, startedAt }) =>
      startedAt >= observed.end &&
      request.method === method &&
      (request.url === url || request.body?.sha256 === body?.sha256) &&
      response !== undefined &&
      response.status < 300,
  )
}

/** Sends what was read once more: a registry that was only late says something else by now. */
async function isStillSo(
  t: RegistryContext,
  exchanges: readonly Exchange[],
  { observed }: Contradiction,
): Promise<boolean> {
  const { method } = observed.request
  if (method !== 'GET' && method !== 'HEAD') return true
  const again = await t.send(requestAgain(observed.exchange))
  return contradictionsIn(t, [...exchanges, again]).some(({ observed: { exchange } }) => exchange === again)
}

/** All that the scripted tests sent, judged by all that was sent before: also where no test looks at it. */
export const tests: readonly Test[] = [
  defineTest({
    id: 'sequences.traffic',
    title: 'judges each response of the run by the requests before it',
    evaluates: [],
    mayEvaluate: judgedRequirements,
    mayNeed: ['push', 'referrers', 'delete-tag', 'delete-manifest', 'delete-blob', 'sha512-manifest'],
    depth: 'standard',
    phase: 'last',
    async run(t) {
      const exchanges = t
        .exchanges()
        .filter(({ test }) => test !== undefined && !test.startsWith('sequences.'))
      const titles = new Set<string>()
      for (const each of contradictionsIn(t, exchanges)) {
        const what = `${gravityOf(t.spec, each)} ${each.requirement}: ${each.judgement.title}`
        if (isKnown(t, each) || t.isExplained(each.observed.exchange) || titles.has(what)) continue
        if (isAcceptedLater(each, exchanges)) continue
        // Where nothing can be pushed, that is one finding.
        if (
          !t.has('push') &&
          each.observed.request.method !== 'GET' &&
          each.observed.request.method !== 'HEAD'
        )
          continue
        if (each.maySettle && !(await isStillSo(t, exchanges, each))) continue
        titles.add(what)
        const { requirement, judgement, because, observed } = each
        const evidence = [...because, observed].map(({ exchange }) => ({
          ...seenIn(exchange),
          ...(exchange.test === undefined ? {} : { sequence: exchange.test }),
        }))
        t.check(requirement, judgement, ...evidence)
      }
    },
  }),
]
