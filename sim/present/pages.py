"""Executed notebooks as self-contained HTML: own template, own font, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from sim.present.webfont import font_face
from sim.present.words import Language, Words

TEMPLATES = Path(__file__).parent / "templates"

Format = Literal["html", "pdf"]
FORMATS: tuple[Format, ...] = ("html", "pdf")


@dataclass(frozen=True)
class PageName:
    """Which page: a jurisdiction (or ``all``) in a language."""

    place: str
    language: Language

    @property
    def file(self) -> str:
        """The name of the page as HTML, which other pages link to."""
        return self.named("html")

    def named(self, form: Format) -> str:
        """The page's file name in a format."""
        return f"{'overview' if self.place == 'all' else self.place}.{self.language}.{form}"

    @property
    def words(self) -> Words:
        """The page's language."""
        return Words(self.language)

    @property
    def title(self) -> str:
        """The place's name, or the overview's."""
        return (
            self.words.head("overview") if self.place == "all" else self.words("place", self.place)
        )


@lru_cache(maxsize=1)
def _css() -> str:
    return (TEMPLATES / "wengang" / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _exporter() -> Any:
    from nbconvert.exporters.templateexporter import TemplateExporter

    class Exporter(TemplateExporter):
        """nbconvert with the template of this package and no other."""

        output_mimetype = "text/html"

        def _file_extension_default(self) -> str:
            return ".html"

        def _template_name_default(self) -> str:
            return "wengang"

    exporter: Any = Exporter
    # no preprocessors: none would change a page, and the whole page is checked again after each
    made = exporter(extra_template_basedirs=[str(TEMPLATES)], default_preprocessors=[])
    made.template  # noqa: B018  # read and translated now, before threads share it
    return made


def page_html(
    notebook: Any,
    page: PageName,
    all_pages: Sequence[PageName],
    footer: str,
    formats: Sequence[Format] = ("html",),
) -> str:
    """An executed notebook as a finished page, with links to its twins.

    Args:
        notebook: the notebook.
        page: which page it is.
        all_pages: every page of the folder.
        footer: the line at the end.
        formats: what else the pages are written as.
    """
    words = page.words
    same = [p for p in all_pages if p.language == page.language]
    other = [p for p in all_pages if p.place == page.place and p.language != page.language]
    resources = {
        "wengang": {
            "lang": "zh-CN" if page.language == "zh" else "en",
            "title": f"{page.title} · {words.head('brand')}",
            "brand": words.head("brand"),
            "pages_label": words.head("pages"),
            "places": [{"name": p.title, "href": p.file, "current": p == page} for p in same],
            "other": _other(other[0], words) if other else None,
            "pdf": page.named("pdf") if "pdf" in formats else "",
            "css": _css(),
            "footer": footer,
        }
    }
    return _dressed(notebook, resources)


def _dressed(notebook: Any, resources: Mapping[str, Any]) -> str:
    body, _ = _exporter().from_notebook_node(notebook, resources=dict(resources))
    return with_font(body)


def loose_html(
    sections: Sequence[str], title: str, words: Words, other: tuple[str, str] | None, footer: str
) -> str:
    """Sections that come from no notebook, as a finished page in the same dress.

    Args:
        sections: HTML.
        title: the page's title.
        words: its language.
        other: language and address of its twin in the other language.
        footer: the line at the end.
    """
    from nbformat import v4

    outputs = [v4.new_output("display_data", {"text/html": s}) for s in sections]  # type: ignore[no-untyped-call]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(outputs=outputs)])  # type: ignore[no-untyped-call]
    twin = other and {"name": words.head("other_language"), "lang": other[0], "href": other[1]}
    page: dict[str, Any] = {
        "lang": "zh-CN" if words.chinese else "en",
        "title": f"{title} · {words.head('brand')}",
        "brand": words.head("brand"),
        "pages_label": words.head("pages"),
        "places": [],
        "other": twin,
        "pdf": "",
        "css": _css(),
        "footer": footer,
    }
    return _dressed(notebook, {"wengang": page})


def _other(page: PageName, words: Words) -> Mapping[str, str]:
    lang = "zh-CN" if page.language == "zh" else "en"
    return {"name": words.head("other_language"), "href": page.file, "lang": lang}


def with_font(body: str) -> str:
    """The page with the shipped font, cut down to its characters, inside."""
    shown = re.sub(r"<style>.*?</style>", " ", body, flags=re.DOTALL)
    return body.replace("/*font*/", font_face(shown), 1)


def index_html(
    pages: Sequence[PageName],
    failed: Sequence[PageName],
    title: Mapping[str, str],
    formats: Sequence[Format] = ("html",),
    books: Sequence[str] = (),
) -> str:
    """The entrance: every page in both languages, in every format, and the workbooks."""
    zh, en = Words("zh"), Words("en")
    places = list(dict.fromkeys(p.place for p in pages))
    rows = []
    for place in places:
        names = " · ".join(PageName(place, w.language).title for w in (zh, en))
        links = "".join(
            f"<span>{_links(p, failed, w, formats)}</span>"
            for w, label in ((zh, "中文"), (en, "English"))
            for p in pages
            if p.place == place and p.language == w.language and label
        )
        rows.append(f"<li><span>{escape(names)}</span>{links}</li>")
    if books:
        names = f"{zh.head('index_book')} · {en.head('index_book')}"
        links = "".join(
            f'<span><a href="{quote(b)}">{"中文" if ".zh." in b else "English"} XLSX</a></span>'
            for b in books
        )
        rows.append(f"<li><span>{escape(names)}</span>{links}</li>")
    heading = " · ".join(escape(t) for t in dict.fromkeys([title["zh"], title["en"]]))
    body = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(zh.head('index_title'))}</title>\n<style>\n/*font*/\n{_css()}</style>\n"
        f'</head>\n<body>\n<header><span class="brand">{escape(zh.head("brand"))} · '
        f"{escape(en.head('brand'))}</span></header>\n<main><section>\n"
        f'<p class="note">{escape(zh.head("index_title"))} · {escape(en.head("index_title"))}</p>\n'
        f"<h1>{heading}</h1>\n"
        f'<p class="note">{escape(zh.head("index_note"))} {escape(en.head("index_note"))}</p>\n'
        f'<ul class="list">{"".join(rows)}</ul>\n</section></main>\n</body>\n</html>\n'
    )
    return with_font(body)


def _links(
    page: PageName, failed: Sequence[PageName], words: Words, formats: Sequence[Format]
) -> str:
    if page in failed:
        return f'<span class="failed">{escape(words.head("failed"))}</span>'
    name = "中文" if page.language == "zh" else "English"
    names = {"html": name, "pdf": "PDF" if "html" in formats else f"{name} PDF"}
    return " · ".join(f'<a href="{escape(page.named(x))}">{names[x]}</a>' for x in formats)
