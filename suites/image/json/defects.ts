import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { type Change, type Doc } from '../layouts/build/layout.ts'

const inManifest = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id: `json-${id}`,
  violates,
  title,
  make: (layout) => void layout.image({ manifest: change }),
  ...more,
})

/** Puts text in place of the value of a property. */
const withText =
  (text: string): Change =>
  (document) =>
    JSON.stringify({ ...document, 'com.example': 'HERE' }).replace('"HERE"', text)
const withBytes =
  (...bytes: number[]): Change =>
  (document) => {
    const [before = '', after = ''] = JSON.stringify({ ...document, 'com.example': 'HERE' }).split('HERE')
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])
  }

/** Defects of JSON texts. */
export const defects: readonly Defect[] = [
  inManifest('cut-short', 'json.well-formed', 'a manifest that is cut short', (document) =>
    JSON.stringify(document).slice(0, -10),
  ),
  inManifest('empty', 'json.well-formed', 'an empty manifest', () => ''),
  inManifest('trailing-comma', 'json.well-formed', 'a comma before a bracket', withText('[1,]')),
  inManifest(
    'comment',
    'json.well-formed',
    'a comment',
    (document) => `${JSON.stringify(document)} // the end`,
  ),
  inManifest('not-a-number', 'json.well-formed', 'NaN', withText('NaN')),
  inManifest('utf-16', 'json.well-formed', 'a manifest in UTF-16', (document) =>
    Buffer.from(JSON.stringify(document), 'utf16le'),
  ),
  {
    id: 'json-config-not-json',
    violates: 'json.well-formed',
    title: 'a configuration that is not JSON',
    make: (layout) => void layout.image({ config: () => 'architecture: amd64' }),
  },
  {
    id: 'json-index-not-json',
    violates: 'json.well-formed',
    title: 'an index.json that is not JSON',
    make(layout) {
      layout.image()
      layout.index.push(() => '{')
    },
  },
  {
    id: 'json-header-not-json',
    violates: 'json.well-formed',
    title: 'an oci-layout that is not JSON',
    make(layout) {
      layout.image()
      layout.header.push(() => '1.0.0')
    },
  },
  inManifest('latin-1', 'json.utf-8', 'a text in Latin 1', withBytes(0x67, 0x72, 0xfc, 0xdf), {
    verdict: 'warn',
  }),
  inManifest('latin-1-dev', 'json.utf-8', 'a text in Latin 1 under dev', withBytes(0xfc), { spec: 'dev' }),
  inManifest('name-twice', 'json.unique-names', 'a property twice', (document) =>
    JSON.stringify(document).replace('{', '{"schemaVersion":2,'),
  ),
  {
    id: 'json-name-twice-dev',
    violates: 'json.unique-names',
    title: 'a property twice under dev',
    spec: 'dev',
    make: (layout) =>
      void layout.image({ config: (config: Doc) => JSON.stringify(config).replace('{', '{"os":"linux",') }),
  },
  inManifest(
    'number-too-large',
    'json.numbers.double-precision',
    'a number beyond double precision',
    withText('123456789012345678901'),
    {
      spec: 'dev',
    },
  ),
  inManifest(
    'lone-surrogate',
    'json.i-json.text',
    'half of a surrogate pair',
    withText(String.raw`"\ud800"`),
    {
      spec: 'dev',
      verdict: 'warn',
    },
  ),
  inManifest(
    'byte-order-mark',
    'json.i-json.text',
    'a byte order mark',
    (document) => `\ufeff${JSON.stringify(document)}`,
    {
      spec: 'dev',
      verdict: 'warn',
    },
  ),
  inManifest('noncharacter', 'json.i-json.text', 'a noncharacter', withText('"\uffff"'), {
    spec: 'dev',
    verdict: 'warn',
  }),
]
