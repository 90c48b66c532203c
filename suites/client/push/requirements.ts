import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { must, should } from '../../../src/engine/requirement.ts'

/** The requests of clients that push (distribution specification, Push). */
export const requirements = defineRequirements([
  {
    id: 'client.push.location',
    title: 'uses the Location of an upload exactly as it was returned',
    section: 'post-then-put',
    at: { '1.0': should('237:2'), '1.1': should(275), dev: should(275) },
    impact: 'Uploads fail with registries that sign upload URLs.',
  },
  {
    id: 'client.push.location-relative',
    title: 'resolves a relative Location, and builds no upload URL itself',
    section: 'post-then-put',
    at: { '1.0': should('237:3'), '1.1': should(276), dev: should(276) },
    impact: 'Uploads go to a path or a host where no upload was started.',
  },
  {
    id: 'client.push.content-length',
    title: 'sends the length of the blob in the Content-Length of a single POST',
    section: 'single-post',
    at: { '1.0': must('268:1'), '1.1': must(307), dev: must(307) },
    unobservable:
      'HTTP ends a body where its Content-Length ends: for a server a false length is the same as a blob of that length',
  },
  {
    id: 'client.push.single-post-202',
    title: 'continues with PUT where a single POST returns 202',
    section: 'single-post',
    at: { '1.0': should('270:2'), '1.1': should('310:2'), dev: should('310:2') },
    impact: 'Nothing can be pushed to registries without monolithic uploads in a single POST.',
  },
  {
    id: 'client.push.chunked-start',
    title: 'starts a chunked upload by a POST with Content-Length 0',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must(289), '1.1': must(330), dev: must(329) },
    ruling:
      'A POST without a body, where no Content-Length was sent, is a note: HTTP clients leave the header out.',
  },
  {
    id: 'client.push.digest-algorithm',
    title: 'names the algorithm of a digest other than sha256 in the POST that starts the upload',
    section: 'pushing-a-blob-in-chunks',
    at: { dev: should(335) },
  },
  {
    id: 'client.push.chunk-range-inclusive',
    title: 'counts both ends in the Content-Range of a chunk',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must('312:1'), '1.1': must(359), dev: must(364) },
    dependsOn: ['client.push.chunk-range-form'],
    impact: 'A registry rejects the chunk, or stores a blob that lacks bytes.',
  },
  {
    id: 'client.push.chunk-range-from-zero',
    title: 'starts the Content-Range of the first chunk at 0',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must('312:2'), '1.1': must(360), dev: must(365) },
    dependsOn: ['client.push.chunk-range-form'],
  },
  {
    id: 'client.push.chunk-range-form',
    title: 'writes Content-Range as two numbers with a dash',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must('312:3'), '1.1': must(361), dev: must(366) },
    ruling:
      'A PATCH without Content-Range, which streams the whole blob, is a note: the text leaves open whether it may be left out (distribution-spec#303, #404, #506, #576).',
  },
  {
    id: 'client.push.chunk-order',
    title: 'sends chunks in order, each where the previous one ended',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must(328), '1.1': must(382), dev: must(387) },
    dependsOn: [
      'client.push.chunk-range-form',
      'client.push.chunk-range-from-zero',
      'client.push.chunk-range-inclusive',
    ],
  },
  {
    id: 'client.push.chunk-minimum',
    title: 'sends chunks of at least OCI-Chunk-Min-Length',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': should(368), dev: should(373) },
    ruling: 'The final chunk may be shorter, and a single PATCH is the final chunk.',
    impact: 'Large blobs cannot be pushed to registries that store chunks as parts of a multipart upload.',
  },
  {
    id: 'client.push.next-location',
    title: 'sends each request of an upload to the Location of the response before it',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': should(326), '1.1': should(378), dev: should(383) },
    impact: 'Uploads fail with registries that keep the state of an upload in its URL.',
  },
  {
    id: 'client.push.status-location',
    title: 'continues an upload at the Location of its status',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.1': should(425), dev: should(432) },
    dependsOn: ['client.push.next-location'],
    ruling:
      'Evaluated where a client requests the status: no statement requires that it does, so one that starts anew or gives up shows nothing.',
    impact:
      'Uploads that were interrupted cannot be continued with registries that keep their state in the URL.',
  },
  {
    id: 'client.push.closed',
    title: 'ends each chunked upload with a PUT that has the digest of the whole blob',
    section: 'pushing-a-blob-in-chunks',
    at: { '1.0': must('330:3'), '1.1': must(387), dev: must(392) },
  },
  {
    id: 'client.push.cancels',
    title: 'cancels an upload that it gives up',
    section: 'cancel-a-blob-upload',
    at: { dev: should(449) },
    ruling:
      'An upload is given up where the registry rejects it for good and the client ends. That a client was interrupted does not count.',
    impact: 'Parts of blobs stay in the storage of the registry until it removes old uploads.',
  },
  {
    id: 'client.push.cancel-failure',
    title: 'ignores a failure to cancel an upload',
    section: 'cancel-a-blob-upload',
    at: { dev: should(450) },
    impact: 'The error that made the client give up is hidden by the error of the cancellation.',
  },
  {
    id: 'client.push.mount-digest-header',
    title: 'does not use a Docker-Content-Digest of a mounted blob that differs from it',
    section: 'mounting-a-blob-from-another-repository',
    at: { '1.0': should(375), '1.1': should(447), dev: should(471) },
    ruling:
      'The header is used where the client prints it, or requests something by it. A client that ignores it passes.',
  },
  {
    id: 'client.push.manifest-type',
    title: 'sends the type of a manifest as its Content-Type',
    section: 'pushing-manifests',
    at: { '1.0': should(386), '1.1': should(458), dev: should(482) },
    dependsOn: ['client.push.manifest-type-field'],
  },
  {
    id: 'client.push.manifest-type-parameters',
    title: 'sends the Content-Type of a manifest without parameters',
    section: 'pushing-manifests',
    at: { '1.1': should(459), dev: should(483) },
  },
  {
    id: 'client.push.manifest-has-type',
    title: 'writes mediaType into the manifests that it makes',
    section: 'pushing-manifests',
    at: { '1.0': should(387), '1.1': should(461), dev: should(485) },
  },
  {
    id: 'client.push.manifest-type-field',
    title: 'sends the mediaType of a manifest as its Content-Type',
    section: 'pushing-manifests',
    at: { '1.0': must(388), '1.1': must(462), dev: must(486) },
    dependsOn: ['client.push.manifest-type-parameters'],
    impact: 'Registries reject the manifest, or return it with a type that other clients reject.',
  },
  {
    id: 'client.push.manifest-complete',
    title: 'refers to all blobs of an artifact in the manifest that it makes',
    section: 'pushing-manifests',
    at: { '1.0': must('403:1'), '1.1': must(477), dev: must(501) },
  },
  {
    id: 'client.push.manifest-digest-header',
    title: 'does not use a Docker-Content-Digest of a pushed manifest that differs from it',
    section: 'pushing-manifests',
    at: { '1.1': should(489), dev: should(513) },
    ruling: 'The header is used where the client prints it. A client that ignores it passes.',
  },
])
