import { describe, expect, it } from 'vitest'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { readMediaType } from '../../../../src/image/model/media-types.ts'
import { isObject, list, property, quoted, segment, text } from '../../../../src/image/json/value.ts'

describe('values of documents that may be anything', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['a', false],
    [undefined, false],
  ])('%j is an object: %s', (value, wanted) => expect(isObject(value)).toBe(wanted))

  // What every object inherits is not a property of a document.
  it.each([
    [{ a: 1 }, 'a', 1],
    [{ a: undefined }, 'a', undefined],
    [{}, 'toString', undefined],
    [['x'], '0', undefined],
    [null, 'a', undefined],
    ['text', 'length', undefined],
  ])('of %j, %s is %j', (value, name, wanted) => expect(property(value, name)).toBe(wanted))

  it.each([
    [{ a: 'x' }, 'x'],
    [{ a: '' }, ''],
    [{ a: 1 }, undefined],
    [{}, undefined],
    [null, undefined],
  ])('the text in %j is %j', (value, wanted) => expect(text(value, 'a')).toBe(wanted))

  it.each([
    [{ a: [1, 2] }, [1, 2]],
    [{ a: { 0: 1 } }, []],
    [{ a: 'xy' }, []],
    [{}, []],
    [null, []],
  ])('the list in %j is %j', (value, wanted) => expect(list(value, 'a')).toEqual(wanted))
})

it.each([
  ['plain', 'plain'],
  ['a/b', 'a~1b'],
  ['a~b', 'a~0b'],
  ['~1/~0', '~01~1~00'],
])('%s in a pointer is %s', (name, wanted) => expect(segment(name)).toBe(wanted))

it.each([
  ['a "b"', String.raw`"a \"b\""`],
  ['x'.repeat(200), `"${'x'.repeat(200)}"`],
  ['x'.repeat(201), `"${'x'.repeat(200)}…"`],
])('%s is shown as %s', (value, wanted) => expect(quoted(value)).toBe(wanted))

const layer = 'application/vnd.oci.image.layer'
const docker = 'application/vnd.docker.image.rootfs'

// What each type promises, and which type of OCI one of Docker corresponds to.
describe('media types', () => {
  it.each([
    [mediaTypes.index, { kind: 'index', docker: false, oci: mediaTypes.index }],
    [mediaTypes.manifest, { kind: 'manifest', docker: false, oci: mediaTypes.manifest }],
    [mediaTypes.config, { kind: 'config', docker: false, oci: mediaTypes.config }],
    [mediaTypes.dockerManifestList, { kind: 'index', docker: true, oci: mediaTypes.index }],
    [mediaTypes.dockerManifest, { kind: 'manifest', docker: true, oci: mediaTypes.manifest }],
    [mediaTypes.dockerConfig, { kind: 'config', docker: true, oci: mediaTypes.config }],
  ])('%s', (type, wanted) => expect(readMediaType(type)).toEqual(wanted))

  it.each([
    [`${layer}.v1.tar`, `${layer}.v1.tar`, 'none', false, false],
    [`${layer}.v1.tar+gzip`, `${layer}.v1.tar+gzip`, 'gzip', false, false],
    [`${layer}.v1.tar+zstd`, `${layer}.v1.tar+zstd`, 'zstd', false, false],
    [`${layer}.nondistributable.v1.tar`, `${layer}.nondistributable.v1.tar`, 'none', false, true],
    [`${layer}.nondistributable.v1.tar+gzip`, `${layer}.nondistributable.v1.tar+gzip`, 'gzip', false, true],
    [`${layer}.nondistributable.v1.tar+zstd`, `${layer}.nondistributable.v1.tar+zstd`, 'zstd', false, true],
    [`${docker}.diff.tar`, `${layer}.v1.tar`, 'none', true, false],
    [`${docker}.diff.tar.gzip`, `${layer}.v1.tar+gzip`, 'gzip', true, false],
    [`${docker}.diff.tar.zstd`, `${layer}.v1.tar+zstd`, 'zstd', true, false],
    [`${docker}.foreign.diff.tar`, `${layer}.nondistributable.v1.tar`, 'none', true, true],
    [`${docker}.foreign.diff.tar.gzip`, `${layer}.nondistributable.v1.tar+gzip`, 'gzip', true, true],
  ])('%s is a layer', (type, oci, compression, ofDocker, foreign) =>
    expect(readMediaType(type)).toEqual({
      kind: 'layer',
      docker: ofDocker,
      oci,
      compression,
      ...(foreign ? { nonDistributable: true } : {}),
    }),
  )

  it.each([
    ['application/json', 'application/json'],
    ['', ''],
    [`${layer}.v1.tar+xz`, `${layer}.v1.tar+xz`],
    [undefined, ''],
    [1, ''],
    ['toString', 'toString'],
  ])('%s is nothing that is known', (type, oci) =>
    expect(readMediaType(type)).toEqual({ kind: 'other', docker: false, oci }),
  )
})
