import { onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { withBody } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'

const pulls = { endpoint: 'manifest', method: 'GET', status: 200 } as const

/** The text of each manifest as something on its way writes it. */
const rewriting = (write: (text: string) => string): Effects =>
  onReply(pulls, (answer) => {
    const text = Buffer.from(answer.body).toString('utf8')
    const written = write(text)
    return written === text ? answer : withBody(answer, Buffer.from(written))
  })

/** The size of a buffer that is taken to be followed by another one. */
const block = 1024

/** Faults in manifests that mean the same as what was pushed, and are other bytes. */
export const representationFaults: readonly Fault[] = [
  {
    id: 'manifest-line-ends-converted',
    violates: 'pull.manifest.exact-bytes',
    title: 'returns a manifest with LF where it was pushed with CRLF',
    depth: 'standard',
    effects: () => rewriting((text) => text.replaceAll('\r\n', '\n')),
  },
  {
    id: 'manifest-numbers-rounded',
    violates: 'pull.manifest.exact-bytes',
    title: 'returns integers above 2^53 in a manifest rounded to a double',
    depth: 'standard',
    effects: () =>
      rewriting((text) => text.replaceAll(/(?<=":)\d{16,}(?=[,}])/g, (integer) => String(Number(integer)))),
  },
  {
    id: 'manifest-characters-composed',
    violates: 'pull.manifest.exact-bytes',
    title: 'returns a manifest with its characters in composed form (NFC)',
    depth: 'standard',
    effects: () => rewriting((text) => text.normalize('NFC')),
  },
  {
    id: 'manifest-of-whole-blocks-cut',
    violates: 'pull.manifest.exact-bytes',
    title: 'omits the last byte of a manifest that fills whole blocks of 1024 bytes',
    depth: 'standard',
    effects: () =>
      onReply(pulls, (answer) =>
        answer.body.length % block === 0 ? withBody(answer, answer.body.subarray(0, -1)) : answer,
      ),
  },
]
