import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import annotations from '../../../schemas/image-spec/annotations.schema.json' with { type: 'json' }
import descriptor from '../../../schemas/image-spec/descriptor.schema.json' with { type: 'json' }
import digest from '../../../schemas/image-spec/digest.schema.json' with { type: 'json' }
import config from '../../../schemas/image-spec/image-config.schema.json' with { type: 'json' }
import index from '../../../schemas/image-spec/image-index.schema.json' with { type: 'json' }
import manifest from '../../../schemas/image-spec/image-manifest.schema.json' with { type: 'json' }
import dockerManifest from '../../../schemas/image-spec/docker-manifest.schema.json' with { type: 'json' }
import layoutHeader from '../../../schemas/image-spec/layout-header.schema.json' with { type: 'json' }
import layoutIndex from '../../../schemas/image-spec/layout-index.schema.json' with { type: 'json' }
import platform from '../../../schemas/image-spec/platform.schema.json' with { type: 'json' }
import type { DocumentKind } from './document-kind.ts'
import { formats } from './formats.ts'

/** The schemas by what they judge. */
export const documents = {
  descriptor,
  index,
  manifest,
  config,
  'layout-header': layoutHeader,
  'layout-index': layoutIndex,
  'docker-manifest': dockerManifest,
} satisfies Record<DocumentKind, object>

/** Ajv with all schemas of image documents and the formats that they name. */
export function schemaCompiler(code: Options['code'] = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    strictTypes: false,
    allowMatchingProperties: true,
    code,
  })
  ajv.addVocabulary(['x-requirement', 'x-expected', 'x-versions', 'x-severity'])
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check)
  for (const schema of [annotations, digest, platform, ...Object.values(documents)]) ajv.addSchema(schema)
  return ajv
}
