import {
  cancel,
  chunk,
  close,
  deleteBlob,
  getBlob,
  headBlob,
  mount,
  named,
  post,
  pushed,
  start,
  status,
} from './blob-exchanges.ts'
import { elsewhere, get, head, manifest, put, referrerList, remove, tagList } from './exchanges.ts'
import { vectors } from './vectors.ts'

const image = manifest('image')

/** A success that the text does not name: clients compare the status with the one that it does. */
vectors('a success of another kind', [
  [
    'to a GET of a manifest',
    [put(image), get(image, image.digest, { status: 202 })],
    ['pull.manifest.by-digest'],
  ],
  ['to a GET of a tag', [put(image, 'one'), get(image, 'one', { status: 203 })], ['pull.manifest.by-tag']],
  [
    'to a HEAD of a manifest',
    [put(image), head(image, image.digest, { status: 204 })],
    ['pull.manifest.head.by-digest'],
  ],
  [
    'to a HEAD of a tag',
    [put(image, 'one'), head(image, 'one', { status: 202 })],
    ['pull.manifest.head.by-tag'],
  ],
  ['to a PUT of a manifest', [put(image, image.digest, { status: 202 })], ['push.manifest.by-digest']],
  ['to a PUT of a tag', [put(image, 'one', { status: 200 })], ['push.manifest.by-tag']],
  [
    'to a DELETE of a manifest',
    [put(image), remove(image.digest, { status: 200 })],
    ['management.manifest.accepted'],
  ],
  ['to a DELETE of a tag', [put(image, 'one'), remove('one', { status: 204 })], ['management.tag.accepted']],
  ['to a GET of a blob', [...pushed(1, 'abc'), getBlob('abc', { status: 202 })], ['push.post-put.stored']],
  ['to a HEAD of a blob', [...pushed(1, 'abc'), headBlob('abc', { status: 204 })], ['push.post-put.stored']],
  [
    'to a DELETE of a blob',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 200 })],
    ['management.blob.accepted'],
  ],
  ['to a POST', [start(1, { status: 200 })], ['push.session.start']],
  ['to a POST with the blob', [post('abc', { status: 200 })], ['push.single-post.created']],
  [
    'to a mount',
    [...pushed(1, 'abc', { repository: elsewhere }), mount(named('abc'), elsewhere, { status: 200 })],
    ['push.mount.created'],
  ],
  [
    'to a chunk',
    [start(1), chunk(1, 'abc', 0, { status: 204 })],
    ['push.chunked.patch-accepted', 'push.chunked.patch-location', 'push.chunked.patch-range'],
  ],
  [
    'to a PUT that closes',
    [start(1), close(1, named('abc'), { body: 'abc', status: 204 })],
    ['push.post-put.created'],
  ],
  [
    'to a GET of an upload',
    [start(1), chunk(1, 'abc', 0), status(1, 3, { status: 200 })],
    ['push.status.answered', 'push.status.location', 'push.status.range'],
  ],
  ['to a DELETE of an upload', [start(1), cancel(1, { status: 200 })], ['push.cancel.accepted']],
  ['to a list of tags', [put(image, 'one'), tagList(['one'], { status: 206 })], ['discovery.tags.listed']],
  [
    'to a list of referrers',
    [put(image), referrerList(image.digest, [], { status: 203 })],
    ['discovery.referrers.empty'],
  ],
])
