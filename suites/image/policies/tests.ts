import type { Test } from '../../../src/engine/suite.ts'
import { judgeFiles } from './judges/files.ts'
import { judgeLock } from './judges/lock.ts'
import { judgePlatforms } from './judges/platforms.ts'
import { judgeSetId } from './judges/set-id.ts'
import { judgeSize } from './judges/size.ts'
import { judgeTimestamps } from './judges/timestamps.ts'
import { judgeUnreferenced, withoutBlobFiles } from './judges/unreferenced.ts'
import { judgeUser } from './judges/user.ts'
import { judgeAnnotations, judgeLabels } from './judges/values.ts'
import type { Policies } from './policies.ts'
import { policyTest, withoutImage, type PolicyContext, type PolicyTest } from './policy-test.ts'
import type { PolicyId } from './requirements.ts'
import type { Examined } from './seen.ts'
import { namedImagesOf } from '../view/named.ts'

const ofDigests = ({ facts }: Examined): string | undefined =>
  facts.form === 'docker-archive' ? 'a docker archive has no digests of images' : undefined

const ofManifests = (examined: Examined): string | undefined =>
  examined.facts.form === 'docker-archive' ? 'a docker archive has no annotations' : withoutImage(examined)

/** Of a layout without any entry, each platform is missing. */
const withoutPlatforms = ({ facts }: Examined): string | undefined =>
  namedImagesOf(facts).every(({ artifact }) => artifact) && facts.unread.length === 0
    ? 'there is no container image'
    : undefined

const withoutLinux = (examined: Examined): string | undefined =>
  withoutImage(examined) ??
  (examined.image.platforms.every(({ platform = '' }) => platform !== '' && !platform.startsWith('linux/')) &&
  examined.image.platforms.length > 0
    ? 'no image is for Linux'
    : undefined)

/** The test of a policy; none where it is not configured. */
const of = <Value>(
  requirement: PolicyId,
  title: string,
  value: Value | undefined,
  judge: (value: Value) => PolicyTest['judge'],
  nothing: PolicyTest['nothing'] = withoutImage,
) => (value === undefined ? [] : [policyTest({ requirement, title, nothing, judge: judge(value) })])

/** A test for each policy that is configured, in the order of reports. */
export function testsOf(policies: Policies): Test<PolicyContext, PolicyId>[] {
  const { platforms, files, labels, annotations, user, lock, size, timestamps } = policies
  return [
    ...of('policy.platforms', 'Required platforms', platforms, judgePlatforms, withoutPlatforms),
    ...of('policy.files', 'Files of the merged file system', files, judgeFiles),
    ...of('policy.labels', 'Labels', labels, judgeLabels),
    ...of('policy.annotations', 'Annotations', annotations, judgeAnnotations, ofManifests),
    ...of('policy.user', 'The user that images run as', user, judgeUser, withoutLinux),
    ...of(
      'policy.unreferenced',
      'Unreferenced blobs',
      policies.noUnreferencedBlobs,
      () => judgeUnreferenced,
      withoutBlobFiles,
    ),
    ...of(
      'policy.set-id',
      'Files with the set-user-ID or set-group-ID bit',
      policies.noSetId,
      () => judgeSetId,
    ),
    ...of('policy.lock', 'Digests of a lock file', lock, judgeLock, ofDigests),
    ...of('policy.size', 'Sizes of images and layers', size, judgeSize),
    ...of('policy.timestamps', 'Dates', timestamps, judgeTimestamps),
  ]
}
