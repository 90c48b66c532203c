import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { artifactOf, indexOf, type Change, type Doc } from '../layouts/build/layout.ts'

const key = (name: string) => `org.opencontainers.image.${name}`
const digest = `sha256:${'0'.repeat(64)}`

const onManifest = (
  id: string,
  violates: RequirementId,
  title: string,
  annotations: unknown,
  more: Partial<Defect> = {},
): Defect => ({
  id: `annotations-${id}`,
  violates,
  title,
  make: (layout) =>
    void layout.image({ manifest: (manifest) => void (manifest['annotations'] = annotations) }),
  ...more,
})
const labels = (id: string, violates: RequirementId, title: string, value: unknown): Defect => ({
  id: `labels-${id}`,
  violates,
  title,
  make: (layout) =>
    void layout.image({ config: (config) => void Object.assign(config['config'] as Doc, { Labels: value }) }),
})
const twice =
  (name: string): Change =>
  (document) =>
    JSON.stringify({ ...document, [name]: 'HERE' }).replace(
      '"HERE"',
      '{"com.example.a":"1","com.example.a":"2"}',
    )

/** Defects of annotations and labels. */
export const defects: readonly Defect[] = [
  onManifest('array', 'annotations.is-map', 'annotations that are an array', []),
  onManifest('string', 'annotations.is-map', 'annotations that are a string', 'a=b'),
  labels('array', 'annotations.is-map', 'labels that are an array', ['a=b']),
  onManifest('number', 'annotations.values.are-strings', 'an annotation that is a number', {
    'com.example.a': 1,
  }),
  onManifest('null-value', 'annotations.values.are-strings', 'an annotation that is null', {
    'com.example.a': null,
  }),
  labels('boolean', 'annotations.values.are-strings', 'a label that is a boolean', { 'com.example.a': true }),
  onManifest('null', 'annotations.absent-or-map', 'annotations that are null', null),
  {
    id: 'annotations-null-on-descriptor',
    violates: 'annotations.absent-or-map',
    title: 'annotations of a descriptor that are null',
    make: (layout) => void layout.image({ name: null, entry: (entry) => void (entry['annotations'] = null) }),
  },
  {
    id: 'annotation-twice',
    violates: 'annotations.keys.unique',
    title: 'an annotation key twice',
    make: (layout) => void layout.image({ manifest: twice('annotations') }),
  },
  {
    id: 'label-twice',
    violates: 'annotations.keys.unique',
    title: 'a label twice',
    make: (layout) =>
      void layout.image({
        config: (config) =>
          JSON.stringify({ ...config, config: { Labels: 'HERE' } }).replace(
            '"HERE"',
            '{"com.example.a":"1","com.example.a":"2"}',
          ),
      }),
  },
  onManifest('bare-key', 'annotations.keys.reverse-domain', 'a key without a dot', { maintainer: 'me' }),
  labels('bare-key', 'annotations.keys.reverse-domain', 'a label without a dot', { maintainer: 'me' }),
  onManifest('created', 'annotations.created.rfc3339', 'a date of another form', {
    [key('created')]: '01/02/2024',
  }),
  onManifest('url', 'annotations.url.url', 'a url that is none', { [key('url')]: 'example' }),
  onManifest('documentation', 'annotations.documentation.url', 'a documentation that is not a URL', {
    [key('documentation')]: 'see below',
  }),
  onManifest('source', 'annotations.source.url', 'a source that is not a URL', {
    [key('source')]: 'example/repository',
  }),
  onManifest('licenses', 'annotations.licenses.spdx', 'licences that are not an SPDX expression', {
    [key('licenses')]: 'MIT, BSD',
  }),
  {
    id: 'ref-name-with-blank',
    violates: 'annotations.ref-name.grammar',
    title: 'a name with a blank',
    make: (layout) => void layout.image({ name: 'my image' }),
  },
  {
    id: 'ref-name-empty',
    violates: 'annotations.ref-name.grammar',
    title: 'an empty name',
    make: (layout) => void layout.image({ name: '' }),
  },
  {
    id: 'ref-name-with-escape-codes',
    violates: 'annotations.ref-name.grammar',
    title: 'a name with escape codes',
    make: (layout) => void layout.image({ name: '\u001b]0;title\u0007<script>' }),
  },
  onManifest('ref-name', 'annotations.ref-name.placement', 'a name on a manifest', {
    [key('ref.name')]: 'v1',
  }),
  {
    id: 'ref-name-in-nested-index',
    violates: 'annotations.ref-name.placement',
    title: 'a name on an entry of a nested index',
    make: (layout) =>
      void layout.entries.push(
        indexOf(layout, [{ ...artifactOf(layout), annotations: { [key('ref.name')]: 'v1' } }]),
      ),
  },
  onManifest('base-digest', 'annotations.base-digest.grammar', 'a base.digest that is not a digest', {
    [key('base.digest')]: 'latest',
  }),
  onManifest('base-name', 'annotations.base-name.reference', 'a base.name that is not a reference', {
    [key('base.name')]: 'Alpine Linux',
    [key('base.digest')]: digest,
  }),
  onManifest('base-name-unqualified', 'annotations.base-name.qualified', 'a base.name without its registry', {
    [key('base.name')]: 'alpine:3.19',
    [key('base.digest')]: digest,
  }),
  onManifest('base-name-alone', 'annotations.base-digest.of-base-name', 'a base.name without base.digest', {
    [key('base.name')]: 'docker.io/library/alpine:3.19',
  }),
  onManifest(
    'base-digest-of-another',
    'annotations.base-digest.of-base-name',
    'a base.digest other than the one in base.name',
    {
      [key('base.name')]: `docker.io/library/alpine@sha256:${'1'.repeat(64)}`,
      [key('base.digest')]: digest,
    },
  ),
]
