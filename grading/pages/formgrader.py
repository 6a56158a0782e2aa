"""Formgrader's pages: clean, and under a policy that runs formgrader's own scripts and no other.

``nbgrader_config.py`` calls :func:`install`. Formgrader reads that file inside the Jupyter server,
before it makes its handlers; other commands of nbgrader do not load formgrader, and nothing is
changed there.
"""

import base64
import hashlib
import re
import secrets
import sys
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import Environment, FileSystemLoader
from jinja2.ext import Extension
from tornado import web
from traitlets.config import Config

from grading import pages
from grading.pages.exporter import CleanExporter

OURS = Path(pages.__file__).parent / "templates"
NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
LOADED = "nbgrader.server_extensions.formgrader.handlers"

# What the buttons of nbgrader's templates have in `onclick`; a policy names such code by its hash.
BUTTONS = [
    *("toggle_name(true);", "toggle_name(false);", "toggleAllNames()"),
    "createAssignmentModal();",
]
# A file that a student handed in, by itself in a tab.
ATTACHMENT_POLICY = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"
SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def page_policy(nonce: str) -> str:
    """Return the policy of a page whose own scripts carry a nonce."""
    hashes = " ".join(f"'sha256-{sha256(code)}'" for code in BUTTONS)
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-hashes' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def sha256(text: str) -> str:
    """The digest of a text in Base64, as a Content-Security-Policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class OwnScripts(Extension):
    """Put the nonce into the scripts of a template's source, which no student has written."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Give every script of a template the nonce of the request."""
        return SCRIPT.sub('<script nonce="{{ nonce() }}"', source)


class FormgradeExporter(CleanExporter):
    """The page of one submission."""

    nonce = ""

    @property
    def default_config(self) -> Config:
        """The configuration with the course's templates before nbgrader's."""
        # Formgrader configures HTMLExporter; what stands under the subclass's own name wins.
        config = Config()
        config.FormgradeExporter.template_name = "course_formgrade"
        config.FormgradeExporter.extra_template_basedirs = [str(OURS), str(NBGRADER)]
        config.FormgradeExporter.extra_template_paths = [str(NBGRADER)]
        merged = super().default_config
        merged.merge(config)
        return merged

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.add_extension(OwnScripts)
        environment.globals["nonce"] = lambda: self.nonce
        return environment


def environment_of_lists() -> Environment:
    """Return where formgrader's other pages are made: nbgrader's, which escapes nothing, but so."""
    return Environment(loader=FileSystemLoader(NBGRADER), autoescape=True, extensions=[OwnScripts])


def install(root: Path) -> None:
    """Change the handlers of formgrader, where this process has loaded it.

    Parameters
    ----------
    root : Path
        The course. Formgrader loads ``nbgrader_config.py``, which is code, from any folder that an
        address names, such as one with a student's files; from now on from this one alone.

    Raises
    ------
    RuntimeError
        Where nbgrader's handlers are not made as expected, so that pages would stay unprotected.
    """
    handlers = sys.modules.get(LOADED)
    if handlers is None or getattr(handlers.BaseHandler, "clean", False):
        return
    for owner, names in (
        (handlers.BaseHandler, ("content_security_policy", "exporter", "render")),
        (handlers.SubmissionFilesHandler, ("content_security_policy",)),
        (handlers.FormgraderHandler, ("get",)),
    ):
        for name in names:
            if not hasattr(owner, name):
                raise RuntimeError(
                    f"nbgrader's {owner.__name__} has no {name}: this version of nbgrader is not "
                    "known, and formgrader's pages would run what students write"
                )
    protect(handlers.BaseHandler)
    handlers.SubmissionFilesHandler.content_security_policy = ATTACHMENT_POLICY
    refuse_other_courses(handlers.FormgraderHandler, root)


def protect(base: Any) -> None:
    """Give every page of formgrader its policy, and clean what it is made of."""
    lists = environment_of_lists()

    def nonce(handler: Any) -> str:
        if not hasattr(handler, "_nonce"):
            handler._nonce = secrets.token_urlsafe(16)
        return handler._nonce

    def policy(handler: Any) -> str:
        return page_policy(nonce(handler))

    def exporter(handler: Any) -> FormgradeExporter:
        made = FormgradeExporter(config=handler.settings["nbgrader_formgrader"].config)
        made.nonce = nonce(handler)
        return made

    def render(handler: Any, name: str, **names: Any) -> str:
        template = lists.get_template(name, globals={"nonce": lambda: ""})
        return template.render(nonce=lambda: nonce(handler), **names)

    base.clean = True
    base.content_security_policy = property(policy)
    base.exporter = property(exporter)
    base.render = render


def refuse_other_courses(handler: Any, root: Path) -> None:
    """Answer 403 where a request names another course than this one."""
    theirs = handler.get

    def get(self: Any, *arguments: Any, **names: Any) -> Any:
        path = self.get_argument("path", "")
        if path and Path(path).resolve() != root.resolve():
            raise web.HTTPError(403, f"This server grades the course in {root} alone.")
        return theirs(self, *arguments, **names)

    handler.get = get
