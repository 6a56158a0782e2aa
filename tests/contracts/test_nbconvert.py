"""Methods of nbconvert's that our exporter overrides; read in nbconvert 7.17."""

from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer
from nbformat.v4 import new_markdown_cell, new_notebook


def test_an_exporter_makes_its_environment_and_its_notebook_in_methods(monkeypatch):
    """`_create_environment`, then `_preprocess`; what they return is rendered."""
    called = []

    class Exporter(HTMLExporter):
        def _create_environment(self):
            called.append("environment")
            return super()._create_environment()

        def _preprocess(self, nb, resources):
            called.append("notebook")
            nb, resources = super()._preprocess(nb, resources)
            nb.cells[0].source = "put in"
            return nb, resources

    nb = new_notebook(cells=[new_markdown_cell("as it was")])
    page, _ = Exporter(template_name="classic").from_notebook_node(nb)
    assert set(called) == {"environment", "notebook"}
    assert "put in" in page and "as it was" not in page


def test_the_renderer_looks_for_pictures_in_a_method():
    """`_embed_image_or_attachment`: what it returns is the picture's address."""

    class Renderer(IPythonRenderer):
        def _embed_image_or_attachment(self, src):
            return "changed"

    assert "changed" in Renderer().image("text", "attachment:x.png")
