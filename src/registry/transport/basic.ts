/** The value of an Authorization or Proxy-Authorization field for Basic (RFC 7617), in UTF-8. */
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
