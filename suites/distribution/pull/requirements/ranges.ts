import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { must, should } from '../../../../src/engine/requirement.ts'

const section = 'pulling-blobs'

/** Parts of a blob; 1.0 does not speak of them. */
export const ranges = defineRequirements([
  {
    id: 'pull.blob.range.supported',
    title: 'returns 206 and the requested part for a Range request within a blob',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.get', 'pull.blob.range.right-bytes'],
    ruling:
      'HTTP lets a server ignore Range and return the whole blob with 200, or reject it with 400 or 416: these warn. Any other status fails, since the blob is there. Requested up to three times: a cache that is being filled may return the whole blob at first, which is a note.',
    impact: 'An interrupted pull of a large layer starts again at zero; lazy pulling does not work at all.',
  },
  {
    id: 'pull.blob.range.right-bytes',
    title: 'returns the announced part or the whole blob for a Range request',
    section,
    at: { '1.1': must('194:1'), dev: must('188:1') },
    dependsOn: ['pull.blob.exact-bytes'],
    ruling:
      'A 206 is compared with its own Content-Range: a shorter part that is described truly passes with a note. A 200 has to contain the whole blob.',
    impact: 'A resumed download is assembled incorrectly and its digest does not match.',
  },
  {
    id: 'pull.blob.range.content-range',
    title: 'specifies the position and the full size in Content-Range of a partial response',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.range.supported'],
  },
  {
    id: 'pull.blob.range.open-ended',
    title: 'supports Range requests from a position to the end of a blob',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.range.supported'],
    impact: 'Clients use this form to resume an interrupted pull.',
  },
  {
    id: 'pull.blob.range.suffix',
    title: 'supports Range requests for the last bytes of a blob',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.range.supported'],
    impact: 'Lazy pulling reads the table of contents at the end of a layer.',
  },
  {
    id: 'pull.blob.range.unsatisfiable',
    title: 'returns 416 for a Range beyond the end of a blob',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.range.supported'],
  },
  {
    id: 'pull.blob.range.invalid',
    title: 'ignores or rejects a Range that is reversed or has several parts',
    section,
    at: { '1.1': should(202), dev: should(196) },
    dependsOn: ['pull.blob.get', 'pull.blob.exact-bytes'],
    ruling:
      'RFC 9110 lets a server ignore or reject it: 200, 206, 400 and 416 pass; wrong bytes fail by their own requirement.',
  },
])
