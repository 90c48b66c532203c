import { madeContent, type MadeContent } from '../../../src/content/made.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { Test } from '../define.ts'
import { answerOf, answers, formatRequest, succeeded, summarizeResponse } from '../judges/response.ts'
import { serves } from '../judges/stored.ts'
import { chunkingThatWorks } from '../push/uploads/in-chunks.ts'
import { close, following, pull } from '../push/uploads/upload.ts'
import { uploadsPath } from '../requests/paths.ts'
import type { RegistryContext } from '../target/context.ts'
import { checkAlike } from './manifests.ts'
import { spanOf } from './measure.ts'
import { record, scaleTest } from './scale-test.ts'

const uploads = 64
const chunks = 4
/** Bytes of a chunk, unless more are required. */
const usualChunk = 64 * 1024
/** Bytes of all uploads together: where chunks have to be long, there are fewer uploads. */
const most = 512 * 1024 ** 2

/** One of the uploads, as far as it came. */
interface Upload {
  /** Where its bytes begin in the content of all: to make one for each would keep the connections waiting for seconds. */
  first: number
  at: string
  sent: Exchange[]
}

const start = (t: RegistryContext): Promise<Exchange> =>
  t.send({ method: 'POST', path: uploadsPath(t.repository), headers: { 'Content-Length': '0' } })

/** Sends one chunk of each, all at the same time: in between the registry has got those of all others. */
async function sendRound(
  t: RegistryContext,
  content: MadeContent,
  all: readonly Upload[],
  { round, length }: { round: number; length: number },
): Promise<void> {
  const place = round * length
  await Promise.all(
    all.map(async (upload) => {
      const first = upload.first + place
      const answer = await t.send({
        method: 'PATCH',
        path: upload.at,
        headers: {
          'Content-Type': mediaTypes.octetStream,
          'Content-Range': `${place}-${place + length - 1}`,
        },
        body: { chunks: () => content.stream(first, first + length), length },
      })
      upload.sent.push(answer)
      if (succeeded(answer)) upload.at = following(t, answer, upload.at)
    }),
  )
}

/** Many uploads under way at the same time. */
export const tests: readonly Test[] = [
  // However many uploads are under way, each keeps its own bytes.
  scaleTest({
    id: 'push.scale.uploads-at-once',
    title: 'uploads 64 blobs at once, each in several chunks',
    evaluates: ['push.session.independent'],
    needs: ['push'],
    async run(t) {
      const requirement = 'push.session.independent'
      const { length: least } = await chunkingThatWorks(t)
      const length = Math.max(usualChunk, least)
      const wanted = Math.max(2, Math.min(uploads, Math.floor(most / (length * chunks))))
      const opened = await Promise.all(Array.from({ length: wanted }, () => start(t)))
      const [first, ...others] = opened.filter(succeeded)
      const [refused] = opened.filter((each) => !succeeded(each))
      if (!first || others.length === 0) {
        const why = refused ?? opened[0]
        return t.skip(requirement, why ? `${formatRequest(why)} returned ${summarizeResponse(why)}` : 'none')
      }
      const size = length * chunks
      const all = [first, ...others].map((each, at): Upload => ({
        first: at * size,
        at: t.next(each),
        sent: [each],
      }))
      const content = madeContent(t.random.hex(16), all.length * size)
      if (new Set(all.map(({ at }) => at)).size < all.length)
        t.blocked('push.session.unique', 'one Location was returned for two uploads')
      for (let round = 0; round < chunks; round += 1) {
        await sendRound(t, content, all, { round, length })
        const what = `a chunk of one of ${all.length} uploads`
        const judged = all.map(({ sent }) => [sent.at(-1)!, answers(what, 202, 201)] as const)
        if (!checkAlike(t, requirement, judged)) return
      }
      const digests = await Promise.all(all.map((each) => content.digest(each.first, each.first + size)))
      await judgeClosed(t, all, digests)
      const remark = refused
        ? `${all.length} of ${wanted}: a POST returned ${answerOf(refused).status}`
        : undefined
      const samples = all.map(({ sent }) => spanOf(sent, size))
      record(t, `upload of a blob in ${chunks} chunks, ${all.length} at once`, samples, remark)
    },
  }),
]

async function judgeClosed(
  t: RegistryContext,
  all: readonly Upload[],
  digests: readonly string[],
): Promise<void> {
  const requirement = 'push.session.independent'
  const closed = await Promise.all(all.map(({ at }, index) => close(t, at, digests[index])))
  closed.forEach((each, index) => all[index]?.sent.push(each))
  const what = `a final PUT of one of ${all.length} uploads`
  if (
    !checkAlike(
      t,
      requirement,
      closed.map((each) => [each, answers(what, 201, 200)] as const),
    )
  )
    return
  const pulled = await Promise.all(digests.map((digest) => pull(t, digest)))
  checkAlike(
    t,
    requirement,
    pulled.map(
      (each, index) => [each, serves(`one of ${all.length} uploads`, digests[index] ?? '')] as const,
    ),
  )
}
