import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { must, should } from '../../../src/engine/requirement.ts'

const whole =
  'Judged where the category was claimed by naming its suite. Features that the text makes optional do not count.'

/** Which parts of the API are there at all; concluded from the other suites’ answers. */
export const requirements = defineRequirements([
  {
    id: 'categories.pull',
    title: 'supports every API of the Pull category',
    section: 'requirements',
    at: { '1.0': must(118), '1.1': must(132), dev: must(130) },
    dependsOn: [
      'pull.manifest.by-tag',
      'pull.manifest.by-digest',
      'pull.manifest.head.by-tag',
      'pull.manifest.head.by-digest',
      'pull.blob.get',
      'pull.blob.head.known',
    ],
    ruling:
      'An endpoint is present if it returns a correct response to at least one valid request. If it never does, its own requirement fails.',
    essential: true,
  },
  {
    id: 'categories.push',
    title: 'supports the Push category',
    section: 'requirements',
    at: { '1.0': should(120), '1.1': should(134), dev: should(132) },
    dependsOn: ['push.session.start'],
  },
  {
    id: 'categories.content-discovery',
    title: 'supports the Content Discovery category',
    section: 'requirements',
    at: { '1.0': should(120), '1.1': should(134), dev: should(132) },
    dependsOn: ['push.manifest.by-digest'],
  },
  {
    id: 'categories.content-management',
    title: 'supports the Content Management category',
    section: 'requirements',
    at: { '1.0': should(120), '1.1': should(134), dev: should(132) },
    dependsOn: [
      'push.session.start',
      'push.session.location',
      'push.session.unique',
      'push.post-put.created',
      'push.manifest.by-tag',
      'push.manifest.by-digest',
    ],
  },
  {
    id: 'categories.push-whole',
    title: 'supports every API of the Push category if it claims the category',
    section: 'requirements',
    at: { '1.0': must(121), '1.1': must(135), dev: must(133) },
    ruling: whole,
  },
  {
    id: 'categories.content-discovery-whole',
    title: 'supports every API of the Content Discovery category if it claims the category',
    section: 'requirements',
    at: { '1.0': must(121), '1.1': must(135), dev: must(133) },
    ruling: `${whole} A registry without the referrers API warns.`,
  },
  {
    id: 'categories.content-management-whole',
    title: 'supports every API of the Content Management category if it claims the category',
    section: 'requirements',
    at: { '1.0': must(121), '1.1': must(135), dev: must(133) },
    ruling: `${whole} Deletion that is disabled as the text allows violates nothing.`,
  },
])
