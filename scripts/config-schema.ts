import { withoutUndefined } from '../src/engine/optional.ts'
import type { Setting } from '../src/cli/configuration/setting.ts'
import { writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { variableOf } from '../src/cli/configuration/environment.ts'
import { lastingSettings } from '../src/cli/configuration/settings.ts'
import { policiesSchema } from './policies-schema.ts'

/** Writes schemas/config.schema.json from the options: `node dist/scripts/config-schema.js`. */

function valueOf(setting: Setting): object {
  switch (setting.kind) {
    case 'switch':
      return { type: ['boolean', 'null'] }
    case 'integer':
      return {
        type: ['integer', 'null'],
        minimum: setting.least,
        ...withoutUndefined({ maximum: setting.most }),
      }
    case 'list':
      return listOf(setting)
    case 'path':
      return { type: ['string', 'null'] }
    case 'policies':
      return { anyOf: [{ type: ['string', 'null'] }, { $ref: '#/$defs/policies' }] }
    default:
      return textOf(setting)
  }
}

function listOf({ choices }: Setting & { kind: 'list' }): object {
  if (!choices) return { type: ['array', 'string', 'null'], items: { type: 'string' } }
  return { anyOf: [{ type: 'null' }, { enum: choices }, { type: 'array', items: { enum: choices } }] }
}

function textOf({ choices }: Setting & { kind: 'text' }): object {
  if (!choices) return { type: ['string', 'null'] }
  // 1.1 without quotes is a number to YAML.
  return { enum: [...choices, ...choices.map(Number).filter(Number.isFinite), null] }
}

/** Sentences for the hints of editors. */
const described = (setting: Setting): string => {
  const { about } = setting
  return `${about[0]!.toUpperCase()}${about.slice(1)}. In the environment: ${variableOf(setting)}.`
}

/** The schema's text. */
export function configSchema(): string {
  const properties = lastingSettings.map((setting) => [
    setting.name,
    {
      description: described(setting),
      ...valueOf(setting),
      ...withoutUndefined({ default: setting.default }),
    },
  ])
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:oci-assay:schema:config',
    title: 'Configuration of oci-assay',
    description:
      'The options of `oci-assay run` in a file oci-assay.yaml, each under its name without the dashes. The command line comes before the environment, and the environment before the file.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...(Object.fromEntries(properties) as object) },
    $defs: { policies: policiesSchema },
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  writeFileSync(new URL('../../schemas/config.schema.json', import.meta.url), configSchema())
}
