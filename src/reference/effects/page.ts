import { withBody, withHeader, withStatus, type Reply } from '../reply.ts'
import { onReply, type Effects, type Match } from './effects.ts'

const signIn = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>…</body></html>\n'

/** A page for people, as a gateway returns it where it does not know the path. */
const asPage = (reply: Reply): Reply =>
  withBody(
    withHeader(
      withHeader(withStatus(reply, 200), 'Content-Type', 'text/html; charset=utf-8'),
      'Content-Length',
      '',
    ),
    signIn,
  )

/** Replies that are replaced by a page. */
export const page = (match: Match): Effects => onReply(match, asPage)
