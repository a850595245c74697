import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { everyResponse, fileHeaders } from '../../local/headers.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const guide = read('docs/deploy.md')

/** As it stands in the guide, to be replaced by the reader. */
const cloud = 'https://<project>.supabase.co'

type Headers = Readonly<Record<string, string>>
const written = (name: string) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())

/** nginx forgets what an outer block adds as soon as an inner one adds anything: each location has all of them. */
const nginx = (headers: Headers) =>
  Object.entries(headers).map(([name, value]) => `    add_header ${written(name)} "${value}" always;`)

const nginxLocations = [
  'location ^~ /assets/ {',
  '    try_files $uri =404;',
  ...nginx({ ...everyResponse, ...fileHeaders('/assets/x.js', cloud) }),
  '}',
  'location = /sw.js {',
  ...nginx({ ...everyResponse, ...fileHeaders('/sw.js', cloud) }),
  '}',
  'location = /index.html {',
  ...nginx({ ...everyResponse, ...fileHeaders('/index.html', cloud) }),
  '}',
  'location ~ \\.[a-z0-9]+$ {',
  '    try_files $uri =404;',
  ...nginx({ ...everyResponse, ...fileHeaders('/manifest.webmanifest', cloud) }),
  '}',
  'location / {',
  '    try_files $uri /index.html;',
  '}',
].map((line) => `    ${line}`)

/** Rules of `_headers` add up: of a policy that two give, a browser enforces both. What those hosts send anyway is left out. */
const rule = (path: string, headers: Headers) => [
  path,
  ...Object.entries(headers)
    .filter(([, value]) => value !== 'no-cache')
    .map(([name, value]) => `  ${written(name)}: ${value}`),
]

const headersFile = [
  ...rule('/*', { ...everyResponse, ...fileHeaders('/index.html', cloud) }),
  ...rule('/assets/*', fileHeaders('/assets/x.js', cloud)),
  ...rule('/sw.js', fileHeaders('/sw.js', cloud)),
]

describe('the guide to deploying', () => {
  it('gives nginx the headers that the embedded cloud sends', () => {
    expect(guide).toContain(nginxLocations.join('\n'))
  })

  it('gives Netlify and Cloudflare the same in a file', () => {
    expect(guide).toContain(`\`\`\`\n${headersFile.join('\n')}\n\`\`\``)
  })

  it('names commands, options and files that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const commands = [...guide.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? '')
    expect(commands).toContain('doctor')
    expect(commands.filter((name) => !(name in scripts))).toEqual([])
    const files = readdirSync(new URL('../../sql/', import.meta.url))
    const named = [...guide.matchAll(/sql\/(\w+\.sql)/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => !files.includes(name))).toEqual([])
  })
})
