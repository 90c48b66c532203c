import { describe, expect, it } from 'vitest'
import { maskParameters, maskPlaces } from '../../../../../src/registry/record/redaction/places.ts'
import { createRedactor } from '../../../../../src/registry/record/redaction/redactor.ts'
import { attack } from '../../../../attack.ts'

/** Made up, each recognisable: what is in capital letters here must not be in any report. */
const s = 'SECRETvalue'

/** Query parameters that open something, as the clouds and their networks of delivery name them. */
const parameters: Record<string, string[]> = {
  'Amazon S3': ['X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Security-Token', 'x-amz-security-token'],
  'Amazon S3, version 2': ['AWSAccessKeyId', 'Signature'],
  'Amazon CloudFront': ['Policy', 'Signature', 'Key-Pair-Id'],
  'Google Cloud Storage': ['X-Goog-Signature', 'X-Goog-Credential', 'GoogleAccessId', 'Signature'],
  'Google Media CDN': ['edge-cache-token', 'hmac'],
  'Google APIs': ['key', 'access_token', 'id_token_hint', 'upload_protocol_token', 'X-Goog-Api-Key'],
  'Azure SAS': ['sig', 'Sig', 'SIG'],
  'Azure API Management': ['subscription-key', 'code', 'sas_token', 'sas'],
  Akamai: ['hdnts', 'hdnea', 'hdntl', '__token__', '__gda__', '__hdnea__', 'hdnets'],
  'Alibaba OSS': [
    'OSSAccessKeyId',
    'security-token',
    'x-oss-signature',
    'x-oss-credential',
    'x-oss-security-token',
  ],
  'Alibaba CDN': ['auth_key', 'authkey'],
  'Tencent COS': ['q-ak', 'q-signature', 'sign', 'x-cos-security-token'],
  'Tencent CDN': ['wsSecret', 'txSecret', 'wssecret', 'txsecret'],
  'Huawei OBS': ['AccessKeyId', 'Signature', 'x-obs-security-token', 'auth_info', 'hwSecret'],
  Baidu: ['authorization', 'x-bce-security-token'],
  Volcengine: ['X-Tos-Signature', 'X-Tos-Credential', 'X-Tos-Security-Token'],
  Qiniu: ['token', 'uptoken'],
  Swift: ['temp_url_sig', 'tempurlsig', 'temp_url_key'],
  Backblaze: ['Authorization'],
  Cloudflare: ['verify', 'CF-Access-Token', 'cf_clearance_token'],
  Fastly: ['token', 'fastly_token'],
  BunnyCDN: ['token', 'bcdn_token'],
  'GitHub and GitLab': ['jwt', 'private_token', 'job_token', 'rss_token', 'feed_token', 'access_token'],
  JFrog: ['X-JFrog-Art-Api-Key', 'accessToken'],
  'Hugging Face': ['X-Xet-Signed-Signature', 'Key-Pair-Id'],
  'OAuth and SAML': [
    'client_secret',
    'refresh_token',
    'code',
    'code_verifier',
    'assertion',
    'SAMLResponse',
    'SAMLRequest',
  ],
  'login forms': ['password', 'passwd', 'pwd', 'passphrase', 'userpassword', 'passcode', 'otp', 'pin'],
  'words written together': [
    'sessiontoken',
    'SESSIONTOKEN',
    'clientsecret',
    'secretkey',
    'urlsignature',
    'jwttoken',
    'apitoken',
    'accesstoken2',
  ],
}

/** A URL as it is repeated in texts of all kinds. */
const settings: Record<string, (url: string) => string> = {
  'a message': (url) => `GET ${url} returned 403`,
  JSON: (url) => JSON.stringify({ url }),
  'JSON of Go': (url) => JSON.stringify({ url }).replaceAll('&', '\\u0026').replaceAll('=', '\\u003d'),
  HTML: (url) => `<a href="${url.replaceAll('&', '&amp;')}">Moved</a>`,
  'HTML with numbers': (url) => `<a href="${url.replaceAll('&', '&#38;')}">Moved</a>`,
  'HTML with hexadecimal numbers': (url) => `<a href="${url.replaceAll('&', '&#x26;')}">Moved</a>`,
  'another URL': (url) => `https://login.example/?redirect=${encodeURIComponent(url)}&x=1`,
  'another URL, twice': (url) =>
    `https://login.example/?redirect=${encodeURIComponent(encodeURIComponent(url))}`,
  'another URL, in small letters': (url) =>
    `https://login.example/?u=${encodeURIComponent(url).replace(/%[0-9A-F]{2}/g, (part) => part.toLowerCase())}`,
  'a fragment': (url) => url.replace('?', '#'),
  'a path': (url) => url.replace('?', ';').replaceAll('&', ';'),
}

const urlWith = (name: string): string => `https://storage.example/b/object?a=1&${name}=${s}&b=2`

describe('signed URLs of every cloud', () => {
  attack(
    {
      part: 'Secrets',
      what: 'signed URLs of clouds, networks of delivery and login services, in texts, JSON, HTML and other URLs',
      result: 'every parameter that opens something is masked',
    },
    () => {
      const leaks = Object.entries(parameters).flatMap(([cloud, names]) =>
        names.flatMap((name) =>
          Object.entries(settings).flatMap(([setting, write]) =>
            maskPlaces(write(urlWith(name))).includes('SECRET') ? [`${cloud}: ${name} in ${setting}`] : [],
          ),
        ),
      )
      expect(leaks).toEqual([])
    },
  )

  it.each([
    ['Akamai in a path', `https://h/exp=1~acl=/*~hmac=${s}/v2/x`],
    ['Akamai in a value', `https://h/x?hdnts=exp=1~acl=/*~hmac=${s}`],
    ['BunnyCDN in a path', `https://h/bcdn_token=${s}&expires=1&token_path=%2F/x/y`],
    ['Google Cloud CDN in a path', `https://h/edge-cache-token=Expires=1&KeyName=k&Signature=${s}/x`],
    [
      'a pre-authenticated request of Oracle',
      `https://objectstorage.eu-1.oraclecloud.com/p/${s}-a_b/n/ns/b/bucket/o/x`,
    ],
    ['matrix parameters', `https://h/x;jsessionid=1;token=${s}`],
    ['a value with equal signs', `https://h/x?sig=${s}%3D=&a=1`],
    ['a name with its letters encoded', `https://h/x?X%2DAmz%2DSignature=${s}&%53ignature=${s}&si%67=${s}`],
    ['a name with a prefix in brackets', `https://h/x?auth[token]=${s}&user%5Bpassword%5D=${s}`],
  ])('%s', (_, url) => {
    expect(maskPlaces(`see ${url} there`)).not.toContain('SECRET')
    expect(createRedactor().url(url)).not.toContain('SECRET')
    const [[, value] = []] = createRedactor().headers([['Location', url]])
    expect(value).not.toContain('SECRET')
  })
})

describe('what a server repeats of a request', () => {
  it.each([
    [
      'Authorization of S3',
      `Authorization: AWS4-HMAC-SHA256 Credential=AKIA${s}/2026/us/s3/aws4_request, SignedHeaders=host, Signature=${s}`,
    ],
    [
      'the same in JSON',
      `{"Authorization":"AWS4-HMAC-SHA256 Credential=${s}/1, SignedHeaders=host;x-amz-date, Signature=${s}"}`,
    ],
    ['Authorization of S3, version 2', `Authorization: AWS ${s}:${s}=`],
    [
      'Authorization of Google',
      `Authorization: GOOG4-RSA-SHA256 Credential=${s}, SignedHeaders=host, Signature=${s}`,
    ],
    ['Authorization of Azure', `Authorization: SharedKey account:${s}=`],
    ['Authorization of Alibaba', `Authorization: OSS ${s}:${s}`],
    ['Digest', `Authorization: Digest username="me", response="${s}", nonce="${s}"`],
    ['an unknown scheme', `authorization: Custom-Scheme ${s}`],
    ['no scheme', `Authorization: ${s}1234567890`],
    [
      'an error of S3',
      `<Error><AWSAccessKeyId>${s}</AWSAccessKeyId><SignatureProvided>${s}</SignatureProvided><Token-0>${s}</Token-0></Error>`,
    ],
    [
      'credentials of a machine at Amazon',
      `{"AccessKeyId":"ASIA${s}","SecretAccessKey":"${s}","Token":"${s}"}`,
    ],
    ['credentials of STS', `<SessionToken>${s}</SessionToken><SecretAccessKey>${s}</SecretAccessKey>`],
    [
      'a service account of Google',
      `{"private_key_id":"${s}","private_key":"-----BEGIN PRIVATE KEY-----\\n${s}"}`,
    ],
    [
      'an account of Azure',
      `AccountName=x;AccountKey=${s};EndpointSuffix=y SharedAccessSignature=sv=1&sig=${s}`,
    ],
    ['header fields in JSON', `{"X-Vault-Token":["${s}"],"X-Api-Key":"${s}","x-amz-security-token":"${s}"}`],
    [
      'header fields in lines',
      `X-Auth-Token: ${s}\nX-Amz-Security-Token: ${s}\nCookie: a=${s}; b=${s}\nSet-Cookie: c=${s}; Path=/`,
    ],
    [
      'members of JSON',
      `{"accessToken":"${s}","sasToken": "${s}","clientSecret":"${s}","user_password":"${s}","apikey":"${s}"}`,
    ],
    [
      'a form',
      `grant_type=password&username=u&password=${s}&client_secret=${s}&device_code=${s}&user_token=${s}`,
    ],
    [
      'tokens by their shape',
      `AKIAIOSFODNN7EXAMPLE ghp_SECRETSECRETSECRETSECRETSECRETSECRETSE glpat-SECRETSECRETSECRET12 dckr_pat_SECRETSECRETSECRETSECRET123`,
    ],
  ])('%s', (_, text) => {
    const masked = maskPlaces(text)
    expect(masked).not.toMatch(/SECRET|AKIAIOSFODNN7/)
    expect(maskPlaces(masked)).toBe(masked)
  })

  it.each([
    'X-Vault-Token',
    'X-Access-Token',
    'X-Gitlab-Token',
    'X-Goog-Api-Key',
    'X-JFrog-Art-Api-Key',
    'Ocp-Apim-Subscription-Key',
    'CF-Access-Client-Secret',
    'CF-Access-Jwt-Assertion',
    'X-Amz-Security-Token',
    'X-Oss-Security-Token',
    'Authentication-Info',
    'X-Amz-Signature',
  ])('the header field %s', (name) => {
    expect(createRedactor().headers([[name, s]])).toEqual([[name, '***']])
  })
})

describe('what opens nothing', () => {
  it.each([
    'https://h/v2/a/blobs/uploads/1?_state=abc&digest=sha256:0&mount=sha256:1&from=b&n=5&last=token',
    'https://h/x?sv=2024&se=2027-01-01&sp=r&sr=b&skoid=1&X-Amz-Date=1&X-Amz-Expires=2&X-Amz-Algorithm=A',
    'https://h/token?service=registry.example&scope=repository:a/b:pull,push&account=me&client_id=oci-assay',
    'https://h/v2/a/referrers/sha256:0?artifactType=application/vnd.dev.sigstore.bundle.v0.3%2Bjson',
    'https://h/p/library/n/manifests/latest',
    'http://h/v2/token/signature/blobs/sha256:0',
    '{"annotations":{"dev.cosignproject.cosign/signature":"MEUCIQ"},"mediaType":"application/x","keys":["a"]}',
    '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":[{"Type":"repository","Action":"pull"}]}]}',
    'Bearer realm="https://auth.example/token?x=1",service="registry.example",scope="repository:a:pull"',
    'the Authorization: header is missing, and Basic authentication required',
    'requirement http.redirect-without-authorization: keywords, monkey=1, design=2',
    'error: token expired, or the token is missing',
  ])('stays: %s', (text) => {
    expect(maskPlaces(text)).toBe(text)
    expect(maskParameters(text)).toBe(text)
  })
})
