#!/usr/bin/env bash
# IPython 9.10.0: keyword arguments of `IPython.display.IFrame` go behind the fragment of the address.
#
# They are joined to the address as text, with a question mark, so that an address with a `#` has no query: the browser
# takes all of it for the fragment, and the server never gets the parameters. An address that has a query already gets a
# second question mark. Write the parameters into the address itself.
#
# Seen on 2026-11-27, Python 3.11, ipython 9.10.0:
#   https://example.org/figure.html#seed=3?lang=en
#   https://example.org/figure.html?theme=dark?lang=en
#
# Run by hand, with python3 on the PATH; fetches from PyPI. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ipython==9.10.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import re

from IPython.display import IFrame

for address in ("https://example.org/figure.html#seed=3", "https://example.org/figure.html?theme=dark"):
    print(re.search(r'src="([^"]*)"', IFrame(address, 800, 600, lang="en")._repr_html_()).group(1))
PYTHON
)
echo "$seen"
diff <(echo "$seen") - <<'WANTED'
https://example.org/figure.html#seed=3?lang=en
https://example.org/figure.html?theme=dark?lang=en
WANTED
