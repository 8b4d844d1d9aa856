#!/usr/bin/env bash
# mystmd 1.8.3 (Jupyter Book 2): a frame written in HTML loses its height and its sandbox, without a word.
#
# The parser turns the <iframe> of a Markdown file into a node of its own, which keeps the address, the width and the title.
# `height`, `sandbox` and `allow` are gone, and nothing is said on the console: what an author meant to lock up runs free on
# the page, in a box of another height.
#
# Seen on 2026-11-27, Node 20.20, mystmd 1.8.3: the node's keys are
#   key src title type width
#
# Run by hand, with node and npm on the PATH; fetches from npm. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund mystmd@1.8.3
cat >myst.yml <<'YAML'
version: 1
project:
  title: A page
site: {}
YAML
cat >index.md <<'MARKDOWN'
# A page

<iframe src="https://example.org/figure.html" title="A figure" width="100%" height="1019" sandbox="allow-scripts" allow="clipboard-write"></iframe>
MARKDOWN
# What fails without its server of themes comes after the parsing.
npx --no-install myst build --site >build.log 2>&1 || true
seen=$(node -e '
const find = (node) => (node.type === "iframe" ? node : (node.children ?? []).map(find).find(Boolean));
const { mdast } = JSON.parse(require("fs").readFileSync("_build/site/content/index.json", "utf8"));
console.log(Object.keys(find(mdast)).filter((name) => name !== "position").sort().join(" "));')
echo "$seen"
! grep -qi 'sandbox\|height' build.log
! grep -q 'height\|sandbox\|allow' <<<"$seen"
