import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../src/engine/requirement.ts'

const none = 'Evaluated over the whole run; where no Warning header was seen it is unsupported.'

/** Warning headers, new in 1.1: judged wherever they are seen. */
export const requirements = defineRequirements([
  {
    id: 'warnings.form',
    title: 'writes Warning headers as code, agent and quoted text',
    section: 'warnings',
    at: { '1.1': derived('MUST', 829, '831:1'), dev: derived('MUST', 906, '908:1') },
    reasoning: 'Warning headers are described as those of RFC 7234, which defines their form.',
    ruling: none,
  },
  {
    id: 'warnings.code',
    title: 'sends Warning headers with the code 299',
    section: 'warnings',
    at: { '1.1': must('831:1'), dev: must('908:1') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.agent',
    title: 'sends Warning headers with a dash for the agent',
    section: 'warnings',
    at: { '1.1': must('831:1'), dev: must('908:1') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.no-date',
    title: 'sends Warning headers without a date',
    section: 'warnings',
    at: { '1.1': must('831:2'), dev: must('908:2') },
    dependsOn: ['warnings.form'],
    ruling: none,
  },
  {
    id: 'warnings.size',
    title: 'sends at most 4096 bytes of warnings with one answer',
    section: 'warnings',
    at: { '1.1': must(833), dev: must(910) },
    ruling: none,
  },
])
