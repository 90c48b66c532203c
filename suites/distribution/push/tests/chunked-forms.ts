import { defineTest, type Test } from '../../define.ts'
import { succeeded } from '../../judges/response.ts'
import { serves } from '../../judges/stored.ts'
import { refusesOddity } from '../judges/upload.ts'
import { chunkingThatWorks } from '../uploads/in-chunks.ts'
import { begin, close, following, patch, pull, randomBlob } from '../uploads/upload.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { orAnswered } from '../../../../src/registry/reproduce/condition.ts'

/** Chunks whose Content-Range makes no sense. */
export const tests: readonly Test[] = [
  // A Content-Range is two numbers with a dash between them: anything else is better refused than guessed at.
  defineTest({
    id: 'push.chunked.malformed-content-range',
    title: 'sends chunks with a malformed Content-Range',
    evaluates: ['push.chunked.malformed-content-range'],
    needs: ['push'],
    async run(t) {
      await chunkingThatWorks(t)
      await Promise.all(
        ['zero-end', '0-'].map(async (range) => {
          const sent = await patch(t, await begin(t), t.random.bytes(128), range)
          const what = `a chunk with the malformed Content-Range ${range}`
          t.check('push.chunked.malformed-content-range', sent, refusesOddity(what))
        }),
      )
    },
  }),

  // A Content-Range of more bytes than are sent: whether it is refused or not, nothing but the bytes may be stored.
  defineTest({
    id: 'push.chunked.range-length-mismatch',
    title: 'sends a chunk of fewer bytes than its Content-Range states',
    evaluates: ['push.chunked.range-length-mismatch'],
    needs: ['push'],
    async run(t) {
      const id = 'push.chunked.range-length-mismatch'
      await chunkingThatWorks(t)
      const blob = randomBlob(t)
      const at = await begin(t)
      const sent = await patch(t, at, blob.bytes, `0-${blob.bytes.length + 99}`)
      t.check(id, sent, refusesOddity('a chunk of fewer bytes than its Content-Range states'))
      if (!succeeded(sent)) return
      const closed = await close(t, following(t, sent, at), blob.digest)
      if (!succeeded(closed)) return
      const got = await pull(t, blob.digest)
      t.check(
        id,
        orAnswered(sent, ['4xx'], serves('a blob whose Content-Range promised more', blob.digest)(got)),
        seenIn(got),
      )
    },
  }),
]
