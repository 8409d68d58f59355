"""The table of docs/architecture.md, "Who may import whom", and the other rules of the house, held by machine."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = ("participants", "claims", "jht_portal")
FLOOR = {"domain"}
TOOLS = FLOOR | {"lib"}
MODELS = TOOLS | {"models"}
PAGES = MODELS | {"services", "forms"}
MAY_IMPORT = {
    "domain": FLOOR,
    "lib": TOOLS,
    "models": MODELS,
    "services": MODELS | {"services"},
    "forms": MODELS | {"forms"},
    "views": PAGES | {"views"},
    "admin": PAGES | {"admin"},
    "management": PAGES | {"management"},
    "templatetags": PAGES | {"templatetags"},
    "composition": PAGES | {"views", "admin", "composition"},
}
KIND_OF_NAME = {name: name for name in MAY_IMPORT} | dict.fromkeys(("urls", "settings", "wsgi", "apps", "checks"), "composition")
KIND_OF_MODULE = {
    "jht_portal.errors": "views",
    "jht_portal.health": "views",
    "claims.officer_site": "admin",
    "claims.officer_door": "admin",
}
SERVICES_NEVER_SEE = ("django.http", "django.shortcuts", "django.contrib.messages", "django.forms", "django.views")


class Import(NamedTuple):
    """MODULE imports TARGET in LINE."""

    module: str
    target: str
    line: int


def source_files() -> list[Path]:
    return [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): ast.parse(path.read_text()) for path in source_files()}


def kind(module: str) -> str:
    """Return the layer of MODULE; what is not named in the table is a tool (labels, storage, channels, lib)."""
    return KIND_OF_MODULE.get(module) or next((KIND_OF_NAME[part] for part in module.split(".")[1:2] if part in KIND_OF_NAME), "lib")


def targets(node: ast.AST) -> Iterator[str]:
    """Yield what an import statement names; ``from package import module`` names the module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        for alias in node.names:
            submodule = f"{node.module}.{alias.name}"
            yield submodule if submodule in MODULES else str(node.module)


IMPORTS = [Import(module, target, node.lineno) for module, tree in MODULES.items() for node in ast.walk(tree) for target in targets(node)]


def own(target: str) -> bool:
    return target.split(".")[0] in APPS


def test_each_layer_imports_only_what_it_may():
    wrong = [i for i in IMPORTS if own(i.target) and i.target in MODULES and kind(i.target) not in MAY_IMPORT[kind(i.module)]]

    assert wrong == []


def test_participants_never_import_claims():
    assert [i for i in IMPORTS if i.module.startswith("participants") and i.target.startswith("claims")] == []


def test_library_of_the_project_knows_no_app():
    wrong = [i for i in IMPORTS if i.module.startswith("jht_portal.lib") and own(i.target) and kind(i.target) == "lib"]

    assert [i for i in wrong if not i.target.startswith("jht_portal")] == []


def test_domain_is_plain_python():
    foreign = [i for i in IMPORTS if kind(i.module) == "domain" and not own(i.target)]

    assert [i for i in foreign if i.target.split(".")[0] not in sys.stdlib_module_names] == []


def test_domain_never_looks_at_the_clock():
    clocks = [
        (module, node.lineno)
        for module, tree in MODULES.items()
        if kind(module) == "domain"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today", "localtime", "monotonic")
    ]

    assert clocks == []


def test_services_never_see_a_request():
    assert [i for i in IMPORTS if kind(i.module) == "services" and i.target.startswith(SERVICES_NEVER_SEE)] == []


def test_services_import_each_other_one_way():
    names = {module for module in MODULES if kind(module) == "services"}
    graph = {name: {i.target for i in IMPORTS if i.module == name and i.target in names} for name in names}

    assert len(list(TopologicalSorter(graph).static_order())) == len(names)


def test_nothing_is_imported_inside_a_function():
    hidden = [
        (module, node.lineno)
        for module, tree in MODULES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_no_model_overrides_save_and_nobody_listens_to_signals():
    overrides = [
        (module, node.lineno)
        for module, tree in MODULES.items()
        if kind(module) == "models"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]

    assert overrides == []
    assert [i for i in IMPORTS if "signals" in i.target or i.target == "django.dispatch"] == []


def pages(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address with its pattern; the admin guards its own."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern
        elif pattern.app_name != "admin":
            yield from pages(pattern, address)


def test_every_page_says_who_may_see_it():
    unmarked = [address for address, pattern in pages(get_resolver()) if not hasattr(pattern.callback, "access")]

    assert unmarked == []


INLINE = {
    "style attribute": r"""<[^>]*\sstyle\s*=\s*["']""",
    "event attribute": r"""<[^>]*\son[a-z]+\s*=\s*["']""",
    "style element": r"<style[\s>]",
    "script without src": r"<script(?![^>]*\ssrc=)[^>]*>",
    "script address": r"""["']\s*javascript:""",
    "foreign resource": r"""<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""",
}


MAIL = {ROOT / "templates/messages/mail.html", ROOT / "claims/services/mail_html.py"}
"""A mail is no page of ours: no policy guards it, and it can load no stylesheet."""


def markup() -> list[Path]:
    return sorted({*(ROOT / "templates").rglob("*.html"), *source_files()} - MAIL)


@pytest.mark.parametrize("fault", INLINE)
def test_no_markup_needs_a_weaker_content_policy(fault):
    """D7: the policy knows no inline script or style and no third party."""
    found = [(str(path.relative_to(ROOT)), m.group()) for path in markup() for m in re.finditer(INLINE[fault], path.read_text(), re.I)]

    assert found == []
