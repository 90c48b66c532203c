import type { TripRecord } from '../../../registry/record/trip.ts'
import { quote } from '../../../registry/reproduce/shell.ts'
import { descriptorOf, pushLines, referrersOf, tagFor } from './registry.ts'
import type { Lines } from './source.ts'

/** The lists of referrers under their tags, the command that switches the API on, and what it lists then. */
export function upgradeLines(record: TripRecord): Lines {
  if (record.upgrade === undefined) return { reason: 'the referrers API was not switched on by a command' }
  const referrers = referrersOf(record)
  const subjects = [...new Set(referrers.flatMap(({ subject }) => subject ?? []))]
  return [
    ...pushLines(record),
    '# The lists of referrers, under their tags.',
    ...subjects.flatMap((subject) => {
      const own = referrers.filter((each) => each.subject === subject).map(descriptorOf)
      const type = 'application/vnd.oci.image.index.v1+json'
      const list = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: own })
      return [
        `printf %s ${quote(list)} >"$work/part"`,
        `new "$repo" ${quote(tagFor(subject))}`,
        `send put PUT "$registry/v2/$repo/manifests/"${quote(tagFor(subject))} --header 'Content-Type: ${type}' --upload-file "$work/part"`,
        'status_is put 201 || error "a list of referrers was refused: $(received put)"',
      ]
    }),
    '',
    `sh -c ${quote(record.upgrade)} || error "the command that switches the referrers API on failed"`,
    'tries=0',
    'until curl --silent --insecure --output "$work/ready" "$registry/v2/"; do',
    '  tries=$((tries + 1)); [ "$tries" -lt 60 ] || error "the registry does not respond"; sleep 1',
    'done',
    'sleep 5',
    ...referrers.flatMap((each) => [
      `send got GET "$registry/v2/$repo/referrers/"${quote(each.subject ?? '')}`,
      `all_pages referrers_in got | includes ${quote(each.digest)} || fail ${quote(each.digest)}" is not listed: $(received got)"`,
    ]),
  ]
}
