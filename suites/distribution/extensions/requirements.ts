import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { may, must, should } from '../../../src/engine/requirement.ts'

const section = 'extensions-property-descriptions'

/** Extensions and their discovery; the pages stand beside the text of dev. */
export const requirements = defineRequirements([
  {
    id: 'extensions.discover.registry',
    title: 'lists the extensions of the registry at _oci/ext/discover',
    section: 'module-discover',
    at: { dev: may('extensions/_oci.md#75:1', 'extensions/_oci.md#20!') },
    impact: 'Almost no registry has it: clients find extensions by trial and error.',
  },
  {
    id: 'extensions.discover.repository',
    title: 'lists the extensions of a repository at _oci/ext/discover',
    section: 'module-discover',
    at: { dev: may('extensions/_oci.md#75:1', 'extensions/_oci.md#26!') },
    dependsOn: ['extensions.discover.absent'],
    ruling: 'Optional: a 4xx is how a registry without it responds; 5xx fails.',
  },
  {
    id: 'extensions.discover.absent',
    title: 'returns 404 or UNSUPPORTED if it does not support extension discovery',
    section: 'error-codes',
    at: { dev: may('extensions/_oci.md#75:2') },
    ruling: '404 passes, and so does each other 4xx; 5xx is noted.',
  },
  {
    id: 'extensions.discover.list',
    title: 'returns an array named extensions from extension discovery',
    section,
    at: { dev: must('extensions/_oci.md#49') },
  },
  {
    id: 'extensions.discover.name',
    title: 'returns the name of each extension',
    section,
    at: { dev: must('extensions/_oci.md#53') },
    dependsOn: ['extensions.discover.list'],
  },
  {
    id: 'extensions.discover.url',
    title: 'returns the documentation URL of each extension',
    section,
    at: { dev: must('extensions/_oci.md#57') },
    dependsOn: ['extensions.discover.list'],
  },
  {
    id: 'extensions.discover.endpoints',
    title: 'returns the endpoints of each extension',
    section,
    at: { dev: must('extensions/_oci.md#65') },
    dependsOn: ['extensions.discover.list'],
    ruling: 'Required in the description, absent from the example on the same page: a missing field warns.',
  },
  {
    id: 'extensions.discover.description',
    title: 'returns the description of an extension, if any, as text',
    section,
    at: { dev: may('extensions/_oci.md#61') },
    dependsOn: ['extensions.discover.list'],
  },
  {
    id: 'extensions.name-unique',
    title: 'lists each extension under a unique name',
    section: 'name',
    at: { dev: must('extensions/README.md#26') },
    dependsOn: ['extensions.discover.name'],
  },
  {
    id: 'extensions.name-grammar',
    title: 'uses names of extensions and endpoints that match the grammar',
    section: 'name',
    at: { dev: must('extensions/README.md#40') },
    dependsOn: ['extensions.discover.name'],
    ruling:
      'As printed, the pattern requires exactly one separator, which the names in the specification itself do not have: those pass, others warn.',
  },
  {
    id: 'extensions.unknown',
    title: 'returns 404 or EXTENSION_UNKNOWN for an unknown extension',
    section: 'detail',
    at: { dev: may('extensions/README.md#91') },
  },
  {
    id: 'extensions.paging',
    title: 'paginates lists of extensions like tag lists',
    section: 'pagination',
    at: { dev: should('extensions/README.md#95') },
    unobservable:
      'Which lists an extension has, and how long they are, is described by its own documentation only.',
  },
])
