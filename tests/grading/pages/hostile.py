"""One notebook with every kind of cell and output, each trying to run, load, lead or score."""

import base64

from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

ELSEWHERE = "http://elsewhere.invalid"
# Runs in a page that lets it: the control of the tests.
SIMPLE = '<img src="x" onerror="window.ran = true">'
# Gives itself all points of the submission that is open in formgrader, and starts a kernel.
TAKES_OVER = (
    "(async () => { window.ran = true; const base = location.pathname.split('/formgrader')[0];"
    " const headers = {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)[1],"
    " 'Content-Type': 'application/json'};"
    " const id = location.pathname.split('/').filter(Boolean).pop();"
    " const grades = await (await fetch("
    "base + '/formgrader/api/grades?submission_id=' + id)).json();"
    " for (const one of grades) { one.manual_score = one.max_score;"
    " await fetch(base + '/formgrader/api/grade/' + one.id,"
    " {method: 'PUT', headers, body: JSON.stringify(one)}); }"
    " await fetch(base + '/api/kernels', {method: 'POST', headers, body: '{}'}); })()"
)
HTML = [
    SIMPLE,
    "<script>window.ran = true</script>",
    '<svg onload="window.ran = true"></svg>',
    f'<svg><image href="{ELSEWHERE}/svg"></image></svg>',
    '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>',
    f'<iframe src="{ELSEWHERE}/frame"></iframe>',
    f'<img src="{ELSEWHERE}/picture">',
    f'<img srcset="{ELSEWHERE}/set 2x">',
    f'<link rel="stylesheet" href="{ELSEWHERE}/style">',
    f'<style>@import "{ELSEWHERE}/import"; body {{ display: none }}</style>',
    f'<p style="background: url({ELSEWHERE}/background)">x</p>',
    f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}/refresh">',
    f'<base href="{ELSEWHERE}/base/">',
    f'<form action="{ELSEWHERE}/form"><input name="a" autofocus onfocus="ran = true"></form>',
    f'<video src="{ELSEWHERE}/video" autoplay></video>',
    f'<object data="{ELSEWHERE}/object"></object><embed src="{ELSEWHERE}/embed">',
    '<details open ontoggle="window.ran = true">x</details>',
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=window.ran=true&gt;"></math>',
    '<noscript><p title="</noscript><img src=x onerror=window.ran=true>"></noscript>',
    '<a class="lure" href="javascript:window.ran=true">lure</a>',
    '<a href="jav&#x09;ascript:window.ran=true">lure</a>',
    '<a href="data:text/html,<script>window.ran=true</script>">lure</a>',
    '<a href="/logout">lure</a> <a href="//elsewhere.invalid/relative">lure</a>',
    '<span class="full-credit">lure</span> <button class="mark-graded">lure</button>',
    '<input class="score" id="meaning" value="3"> <div id="meaning-comment">lure</div>',
    '<form name="MathJax"></form><a id="formgrader" data-link="/logout">lure</a>',
    f'My answer is that directions carry meaning.\n<img src="x" onerror="{TAKES_OVER}">',
    f'<svg><animate attributeName="x" dur="1s" onbegin="{TAKES_OVER}"></animate></svg>',
    f'<p onmouseover="{TAKES_OVER}">lure</p>',
    '<div id="statusmessage" class="panel-heading">spoof</div>',
    f'<meta http-equiv="refresh" content="1;url={ELSEWHERE}/later">',
    f"<META HTTP-EQUIV=Refresh CONTENT=\"0; URL='{ELSEWHERE}/capitals'\">",
    f"<link rel=stylesheet href={ELSEWHERE}/c.css><style>body{{display:none}}</style>",
    f'<link rel="preload" as="image" href="{ELSEWHERE}/p">',
    "</div></div></pre></body></html><script>window.ran = true</script>",
]
MARKDOWN = [
    *HTML,
    "[lure](javascript:window.ran=true)",
    "[lure](<java\nscript:window.ran=true>)",
    "![x](javascript:window.ran=true)",
    f"![x]({ELSEWHERE}/markdown)",
    "![x](attachment:page.html) ![x](attachment:a.svg)",
    r"$\href{javascript:window.ran=true}{x}$ $$\unicode{<img src=x onerror=window.ran=true>}$$",
    r"$\href{javascript:window.ran=true}{lure}$ $\text{<img src=x onerror=window.ran=true>}$",
    "$$</math><script>window.ran = true</script>$$",
    "```<img src=x onerror=window.ran=true>\ncode\n```",
    "```mermaid\n<img src=x onerror=window.ran=true>\n```",
    "# <img src=x onerror=window.ran=true>",
    "<javascript:window.ran=true>",
]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.ran=true">'
    f'<image href="{ELSEWHERE}/s"/></svg>'
)
ATTACHMENTS = {
    "page.html": {"text/html": base64.b64encode(HTML[1].encode()).decode()},
    "a.svg": {"image/svg+xml": base64.b64encode(SVG.encode()).decode()},
    '"><script>window.ran = true</script>': {'image/png"><script>ran=1</script>': "aGk="},
}
TEXTS = ["\x1b]8;;javascript:ran=true\x07lure\x1b]8;;\x07", "\x1b[31;" + SIMPLE + "m", *HTML]
FORMS = [
    *("text/html", "text/markdown", "text/latex", "text/plain", "text/vnd.mermaid"),
    *("image/svg+xml", "image/png", "image/jpeg"),
    *("application/javascript", "application/json", "application/pdf"),
    *("application/vnd.jupyter.widget-view+json", "application/vnd.vega.v5+json"),
]
METADATA = {"tags": [SIMPLE], "magics_language": SIMPLE, "isolated": True, "alt": SIMPLE}


def outputs() -> list[NotebookNode]:
    """One output of each type, with each payload that such an output can carry."""
    made = [new_output("stream", name=name, text="\n".join(TEXTS)) for name in ("stdout", "stderr")]
    made.append(new_output("error", ename=SIMPLE, evalue=SIMPLE, traceback=TEXTS))
    for form in FORMS:
        payload = "\n\n".join(MARKDOWN if form == "text/markdown" else [*HTML, SVG])
        if "javascript" in form:
            payload = "window.ran = true"
        hostile = {form: {"width": f'1" {SIMPLE}', "isolated": True, "alt": f'"{SIMPLE}'}}
        made.append(new_output("display_data", {form: payload}, metadata=hostile))
        files = {"filenames": {form: SIMPLE}}
        made.append(new_output("execute_result", {form: [payload]}, metadata=files))
    made.append(new_output("display_data", {'"><script>window.ran = true</script>': SIMPLE}))
    return made


def fill(nb: NotebookNode) -> NotebookNode:
    """Make each cell of a notebook hostile, but for nbgrader's own metadata, and add others."""
    for number, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            cell.source = "\n\n".join(MARKDOWN)
            cell.attachments = ATTACHMENTS
        else:
            cell.source = "\n".join(f"# {text}" for text in HTML)
            cell.outputs = outputs()
        cell.metadata.update(METADATA)
        cell.id = f"x{number}"
    nb.cells += [
        new_raw_cell("\n".join(HTML), metadata={"raw_mimetype": "text/html"}),
        new_markdown_cell("\n\n".join(MARKDOWN), attachments=ATTACHMENTS, metadata=METADATA),
        new_code_cell("%%html\n" + "\n".join(HTML), outputs=outputs(), metadata=METADATA),
        *(new_markdown_cell(text, attachments=ATTACHMENTS) for text in MARKDOWN),
    ]
    nb.metadata = NotebookNode(
        title=SIMPLE,
        kernelspec={"name": SIMPLE, "display_name": SIMPLE, "language": SIMPLE},
        language_info={"name": SIMPLE, "pygments_lexer": SIMPLE},
    )
    return nb


def notebook() -> NotebookNode:
    return fill(new_notebook())
