import { violated, holds } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { answers, sends, succeeded, summarizeResponse } from '../../judges/response.ts'
import {
  chunking,
  chunkingThatWorks,
  chunkOf,
  completed,
  minimumOf,
  type ChunkedUpload,
} from '../uploads/in-chunks.ts'
import { begin, close, following, joined, patch, rangeOf, lostChunk, sendChunk } from '../uploads/upload.ts'
import { anyOf, headerIs, onExchange, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** The answer by which an upload ended early. */
const refusalIn = ({ chunks, closed, opened }: ChunkedUpload): Exchange =>
  [...chunks.map(({ answer }) => answer), ...(closed ? [closed] : [])].find((each) => !succeeded(each)) ??
  opened

const field = 'OCI-Chunk-Min-Length'

const isNumber = (value: string): boolean => minimumOf(value) !== undefined

/** The least length that a registry takes for chunks. */
export const tests: readonly Test[] = [
  // A registry that refuses small chunks announces it when the upload starts.
  defineTest({
    id: 'push.chunked.minimum',
    title: 'pushes small chunks if no minimum is announced',
    evaluates: ['push.chunked.min-length-announced', 'push.chunked.min-length-form'],
    needs: ['push'],
    async run(t) {
      const { upload, refused, announced } = await chunking(t)
      if (announced === undefined) t.skip('push.chunked.min-length-form', `no ${field} is sent`)
      else {
        t.check(
          'push.chunked.min-length-form',
          upload.opened,
          sends(field, '<number of bytes>', isNumber, { matches: '^[0-9]+$', optional: true }),
        )
      }
      const id = 'push.chunked.min-length-announced'
      if (refused && announced === undefined) {
        const answer = refusalIn(refused)
        const judgement = violated(
          'rejected small chunks without having announced a minimum',
          `${field}: <number of bytes> in the response to the POST`,
          `no such field, and ${summarizeResponse(answer)}`,
          anyOf([onExchange(refused.opened.id, headerIs(field))], [statusIs('2xx')]),
        )
        t.check(id, judgement, seenIn(refused.opened), seenIn(answer))
      } else if (completed(upload) || announced !== undefined) {
        t.check(id, holds(), seenIn(upload.opened))
      } else {
        await chunkingThatWorks(t)
      }
    },
  }),

  // The last chunk may be shorter than the minimum.
  defineTest({
    id: 'push.chunked.final-any-length',
    title: 'pushes a final chunk below the minimum',
    evaluates: ['push.chunked.final-any-length'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const id = 'push.chunked.final-any-length'
      const { announced, length } = await chunkingThatWorks(t)
      const minimum = minimumOf(announced) ?? 0
      if (minimum < 2) return t.skip(id, 'no minimum is announced')
      const parts = [chunkOf(t, length), chunkOf(t, Math.min(minimum - 1, 100))] as const
      const at = await sendChunk(t, await begin(t), parts[0], 0)
      const last = await patch(t, at, parts[1], rangeOf(parts[1], length))
      t.require(id, last, answers('a final chunk below the minimum', 202, 201))
      const closed = await close(t, following(t, last, at), joined(parts).digest)
      t.check(id, closed, answers('a final PUT after a final chunk below the minimum', 201, 200))
    },
  }),
]
