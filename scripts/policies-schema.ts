import { fileKeys } from '../suites/image/policies/read/files.ts'
import type { policyKeys } from '../suites/image/policies/read/read.ts'

type Keyed<Keys extends readonly string[]> = Record<Keys[number], object>

const text = { type: 'string' }
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }
const size = {
  description: 'A number of bytes, or a size such as 200MiB.',
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: '^[0-9]{1,6} ?[KMGT]iB$' },
  ],
}

const value = {
  anyOf: [
    { description: 'The very value.', type: 'string' },
    {
      description: 'What is required of the value.',
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
      properties: {
        equals: text,
        matches: { description: '* stands for any characters.', type: 'string' },
        present: { const: true },
        absent: { const: true },
      },
    },
  ],
}

const values = (description: string) => ({ description, type: 'object', additionalProperties: value })

const file: Keyed<typeof fileKeys> = {
  path: {
    description:
      'A path such as /usr/bin/app, or a glob: * and ? match within a segment, ** any number of segments.',
    type: 'string',
    minLength: 1,
  },
  absent: { description: 'Nothing is there.', type: 'boolean' },
  type: { enum: ['file', 'directory', 'symlink', 'character-device', 'block-device', 'fifo'] },
  mode: {
    description: "Octal digits in quotes, such as '0755'; with set-user-ID, set-group-ID and sticky, '4755'.",
    type: 'string',
    pattern: '^[0-7]{3,4}$',
  },
  owner: {
    description: "Numbers of user and group, such as '0:0', or of the user alone.",
    type: ['string', 'integer'],
    pattern: '^[0-9]{1,10}(:[0-9]{1,10})?$',
  },
  digest: { ...digest, description: 'The SHA-256 digest of its content.' },
}

const properties: Keyed<typeof policyKeys> = {
  platforms: {
    description: 'Each name of a layout, and each tag of a registry, has an image for all of these.',
    type: 'array',
    minItems: 1,
    items: { type: 'string', pattern: '^[a-z0-9_.-]+(/[a-z0-9_.-]+){1,2}$' },
  },
  files: {
    description: 'What the merged file system of each image has, and has not.',
    type: 'array',
    minItems: 1,
    items: { type: 'object', required: ['path'], additionalProperties: false, properties: file },
  },
  labels: values('Labels of the configuration of each image.'),
  annotations: values('Annotations of the manifest of each image.'),
  user: {
    description:
      'non-root: a number other than 0, or a name that /etc/passwd of the image has with one. non-root-number: a number. Else the very user.',
    type: ['string', 'integer'],
  },
  'no-unreferenced-blobs': {
    description: 'Each blob of a layout is referred to by some descriptor.',
    type: 'boolean',
  },
  'no-set-id': {
    description: 'No regular file has the set-user-ID or set-group-ID bit.',
    type: 'boolean',
  },
  lock: {
    description:
      'The digest of each name: the path of a file with one name@sha256:… a line, or names with digests.',
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: digest }],
  },
  size: {
    description: 'The largest sizes, as stored and pulled.',
    type: 'object',
    additionalProperties: false,
    properties: { image: size, layer: size },
  },
  timestamps: {
    description:
      'Nothing is dated later: seconds since 1970, a date, or source-date-epoch for the variable SOURCE_DATE_EPOCH.',
    type: ['integer', 'string'],
    minimum: 0,
  },
}

/** The schema of policies, as `oci-assay.yaml` or a file of their own has them. */
export const policiesSchema = {
  description: 'What is required of images beside the specification; see docs/policies.md.',
  type: 'object',
  additionalProperties: false,
  properties,
}
