"""Texts that would run a script, load something or leave the page, if taken for more than text."""

from typing import Final

PAYLOADS: Final = (
    "<script>hit()</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=hit()>",
    "<img/src/onerror=hit()>",
    "<svg onload=hit()>",
    "<svg/onload=hit()//",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<body onload=hit()>",
    "<iframe src=javascript:hit()>",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<object data=javascript:hit()>",
    "<embed src=javascript:hit()>",
    "<a href=javascript:hit() autofocus onfocus=hit()>x</a>",
    "<a href='java&#x0A;script:hit()'>x</a>",
    "<input autofocus onfocus=hit()>",
    "<select autofocus onfocus=hit()>",
    "<textarea autofocus onfocus=hit()>",
    "<details open ontoggle=hit()>",
    "<video><source onerror=hit()></video>",
    "<audio src=x onerror=hit()>",
    "<marquee onstart=hit()>",
    "<math><mtext></p><img src=x onerror=hit()>",
    "<form><button formaction=javascript:hit()>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import'//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<table background=//evil.example/x>",
    '"><script>hit()</script>',
    "'><script>hit()</script>",
    '" onmouseover=hit() x="',
    "' onfocus=hit() autofocus '",
    '"><img src=x onerror=hit()>',
    "--><script>hit()</script>",
    "]]><script>hit()</script>",
    "</title><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "</style><script>hit()</script>",
    "</script><script>hit()</script>",
    "</noscript><img src=x onerror=hit()>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<template><script>hit()</script></template>",
    "<xmp><img src=x onerror=hit()></xmp>",
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    "java\tscript:hit()",
    "data:text/html,<script>hit()</script>",
    "vbscript:hit()",
    "{{constructor.constructor('hit()')()}}",
    "${hit()}",
    "#{hit()}",
    "<%= hit() %>",
    "{{7*7}}",
    "`${hit()}`",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "%3Cscript%3Ehit()%3C/script%3E",
    "＜script＞hit()＜/script＞",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<IMG SRC=`javascript:hit()`>",
    "<img src=x:x onerror=hit() style=x:expression(hit())>",
    "<div style=position:fixed;inset:0 onpointerover=hit()>x",
    "[x](javascript:hit())",
    "![x](//evil.example/x.png)",
    "__proto__",
    "constructor",
    "<slot onslotchange=hit()>",
    "<a id=wanglou><a id=wanglou name=status href=x>",
    "<form id=document name=cookie>",
)

COUNTING: Final = """
window.hits = [];
window.hit = () => { window.hits.push(String(new Error().stack)); };
window.alert = window.prompt = window.confirm = window.hit;
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
"""Runs in every page before anything else."""


def joined(most: int) -> list[str]:
    """All payloads, as many in one text as it may hold."""
    texts, text = [], ""
    for payload in PAYLOADS:
        if text and len(text) + len(payload) + 1 > most:
            texts.append(text)
            text = ""
        text = f"{text} {payload}" if text else payload
    return [*texts, text]
