import type { DemoPerson } from '../demo/people.ts'

/** What stands for Discord's consent page: one button a person, a field for a new one, no script. */
export function consentPage(flow: string, people: readonly DemoPerson[]): string {
  const choices = people.map(
    ({ discordId, name, about }) => `<button name="discord_id" value="${escape(discordId)}">
      <b>${escape(name)}</b><span>${escape(about)}</span></button>`,
  )
  return page(
    `<p>Aplicația <b>Punctaj</b> cere acces la contul tău. Alege cine ești:</p>
    <form method="post"><input type="hidden" name="flow" value="${escape(flow)}">${choices.join('\n')}</form>
    <form method="post"><input type="hidden" name="flow" value="${escape(flow)}">
      <label for="name">Sau un cont nou</label>
      <input id="name" name="name" required maxlength="32" autocomplete="off" placeholder="Numele pe Discord">
      <button class="new">Autorizează</button></form>`,
  )
}

/** A page that says what went wrong. */
export function refusalPage(message: string): string {
  return page(`<p role="alert">${escape(message)}</p><p><a href="/">Înapoi la Punctaj</a></p>`)
}

/** The page's own style, served as a file of its own so that the policy needs no exception. */
export const style = `:root{color-scheme:dark}body{margin:0;min-height:100vh;display:grid;place-items:center;background:#313338;color:#dbdee1;
font:16px/1.5 system-ui,sans-serif}main{width:min(26rem,calc(100vw - 2rem));background:#2b2d31;border-radius:8px;padding:2rem;box-sizing:border-box}
h1{margin:0 0 1rem;font-size:1.25rem;color:#fff}form{display:grid;gap:.5rem;margin-top:1rem}button{display:grid;text-align:left;gap:.125rem;
min-height:44px;padding:.6rem .9rem;border:1px solid #4e5058;border-radius:4px;background:#383a40;color:#fff;font:inherit;cursor:pointer}
button:hover{background:#404249}button span{color:#b5bac1;font-size:.875rem}.new{background:#5865f2;border-color:#5865f2;text-align:center}
.new:hover{background:#4752c4}input{min-height:44px;padding:0 .75rem;border:1px solid #4e5058;border-radius:4px;background:#1e1f22;color:#fff;font:inherit}
:focus-visible{outline:3px solid #00a8fc;outline-offset:2px}a{color:#00a8fc}`

function page(content: string): string {
  return `<!doctype html><html lang="ro"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Discord (demonstrație locală)</title><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/auth/v1/discord/style.css"></head>
<body><main><h1>Discord (demonstrație locală)</h1>${content}</main></body></html>`
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
