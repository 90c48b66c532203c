import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should, table } from '../../../../src/engine/requirement.ts'

const closed =
  'The final PUT closes the session, so its location no longer identifies an upload, for which the endpoint table lists 404.'

const unknownRuling = '404 passes, other 4xx warn, 2xx and 5xx fail.'

/** Upload sessions: how they begin, how they are distinguished, and what is left when they end. */
export const sessions = defineRequirements([
  {
    id: 'push.session.start',
    title: 'returns 202 for the POST that starts an upload',
    section: 'post-then-put',
    at: { '1.0': must('215:1'), '1.1': must('250:1'), dev: must('250:1') },
    impact: 'Nothing can be pushed.',
  },
  {
    id: 'push.session.location',
    title: 'returns a Location for an upload that was started',
    section: 'post-then-put',
    at: { '1.0': must('215:2'), '1.1': must('250:2'), dev: must('250:2') },
    dependsOn: ['push.session.start'],
    impact: 'Clients follow the header as it is: without a usable one every push ends here.',
  },
  {
    id: 'push.session.unique',
    title: 'gives each upload its own Location',
    section: 'post-then-put',
    at: { '1.0': must(221), '1.1': must(256), dev: must(256) },
    dependsOn: ['push.session.location'],
    impact: 'Layers pushed at the same time overwrite each other.',
  },
  {
    id: 'push.session.uuid',
    title: 'includes a UUID in the Location of an upload',
    section: 'post-then-put',
    at: { '1.0': must(221), '1.1': must(256), dev: must(256) },
    dependsOn: ['push.session.location'],
    ruling: 'Another unique identifier does no harm to clients: a Location without a UUID warns.',
  },
  {
    id: 'push.session.independent',
    title: 'keeps the bytes of concurrent uploads separate',
    section: 'post-then-put',
    at: { '1.0': derived('MUST', '221:1'), '1.1': derived('MUST', '256:1'), dev: derived('MUST', '256:1') },
    reasoning:
      'The location contains a unique session ID, so bytes that are sent to one session are not part of another one.',
    dependsOn: [
      'push.session.unique',
      'push.chunked.patch-accepted',
      'pull.blob.exact-bytes',
      'push.chunked.closed',
      'push.chunked.stored',
    ],
  },
  {
    id: 'push.session.unknown-patch',
    title: 'returns 404 for a PATCH to an upload that does not exist',
    section: 'endpoints',
    at: { '1.0': table('MUST', 514), '1.1': table('MUST', 774), dev: table('MUST', 847) },
    ruling: unknownRuling,
  },
  {
    id: 'push.session.unknown-put',
    title: 'returns 404 for the final PUT of an upload that does not exist',
    section: 'endpoints',
    at: { '1.0': table('MUST', 515), '1.1': table('MUST', 775), dev: table('MUST', 848) },
    ruling: unknownRuling,
  },
  {
    id: 'push.session.unknown-status',
    title: 'returns 404 for the status of an upload that does not exist',
    section: 'endpoints',
    at: { '1.1': table('MUST', 784), dev: table('MUST', 858) },
    ruling: unknownRuling,
    impact: 'A client that resumes after a pause cannot distinguish a lost upload from a lost connection.',
  },
  {
    id: 'push.session.finished-patch',
    title: 'returns 404 for a PATCH to an upload that is finished',
    section: 'endpoints',
    at: { '1.0': derived('MUST', 514), '1.1': derived('MUST', 774), dev: derived('MUST', 847) },
    reasoning: closed,
    dependsOn: ['push.post-put.created', 'push.session.unknown-patch'],
    ruling: unknownRuling,
  },
  {
    id: 'push.session.finished-status',
    title: 'returns 404 for the status of an upload that is finished',
    section: 'endpoints',
    at: { '1.1': derived('MUST', 784), dev: derived('MUST', 858) },
    reasoning: closed,
    dependsOn: ['push.post-put.created', 'push.session.unknown-status'],
    ruling: unknownRuling,
  },
  {
    id: 'push.status.answered',
    title: 'returns 204 for the status of an active upload',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': must('418:1'), dev: must('425:1') },
    dependsOn: ['push.session.location'],
    ruling:
      'The status is at the Location of any preceding POST or PATCH, also at one from before the latest chunk.',
    impact: 'Seen: 405, or 404 at an earlier Location. An interrupted upload restarts at zero.',
  },
  {
    id: 'push.status.location',
    title: 'includes a Location for the next chunk in the upload status',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': must('418:2'), dev: must('425:2') },
    dependsOn: ['push.status.answered'],
  },
  {
    id: 'push.status.location-continues',
    title: 'accepts the next chunk at the Location from the upload status',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': derived('MUST', '418:2', 425), dev: derived('MUST', '425:2', 432) },
    reasoning:
      'The Location header is required and the next chunk is to be sent there, so a location that does not accept it is not that of the upload.',
    dependsOn: ['push.status.location', 'push.chunked.patch-accepted', 'push.chunked.closed'],
  },
  {
    id: 'push.status.range',
    title: 'includes a Range that starts at 0 in the upload status',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': must('418:2'), dev: must('425:2') },
    dependsOn: ['push.status.answered', 'push.chunked.patch-accepted'],
    ruling: 'Judged once bytes are there. A bytes= prefix fails.',
  },
  {
    id: 'push.status.range-end',
    title: 'ends the Range in the upload status at the last received byte',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': must('418:2', '427!'), dev: must('425:2', '434!') },
    dependsOn: ['push.status.range'],
    impact: 'Stuck at the first chunk although the data was stored: clients send bytes twice and get 416.',
  },
  {
    id: 'push.status.empty-range',
    title: 'reports no received bytes in the status of an empty upload',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': derived('MUST', 427), dev: derived('MUST', 434) },
    reasoning:
      'The range ends at the last uploaded byte, so an upload without bytes must not claim more than the shortest range that can be written.',
    dependsOn: ['push.status.answered'],
    ruling:
      'The last byte of nothing has no position: 0-0, 0--1 and no header are all seen and pass with a note; only more than 0-0 fails.',
  },
  {
    id: 'push.cancel.accepted',
    title: 'returns 204 for the DELETE of an active upload',
    section: 'cancel-a-blob-upload',
    at: { dev: should(447) },
    dependsOn: ['push.session.location'],
    ruling: 'Another 2xx warns.',
    impact: 'Aborted uploads fill the storage until they are removed manually.',
  },
  {
    id: 'push.cancel.session-gone',
    title: 'returns 404 for requests to a canceled upload',
    section: 'cancel-a-blob-upload',
    at: { dev: derived('MUST', 858, 438) },
    reasoning:
      'Canceling ends the session, so its location no longer identifies an upload, for which the endpoint table lists 404.',
    dependsOn: ['push.cancel.accepted'],
    ruling: unknownRuling,
  },
  {
    id: 'push.cancel.unknown',
    title: 'returns 404 or 400 for the DELETE of an upload that does not exist',
    section: 'endpoints',
    at: { dev: table('MUST', 859) },
    dependsOn: ['push.cancel.accepted'],
    ruling: '404 and 400 pass, other 4xx warn, 2xx and 5xx fail.',
  },
  {
    id: 'push.cancel.timeout',
    title: 'discards unfinished uploads after some time',
    section: 'cancel-a-blob-upload',
    at: { dev: should(451) },
    unobservable: 'No time is named: however long one waits, the registry may still drop it later.',
  },
])
