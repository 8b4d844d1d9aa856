// Renders a text from the standard input with one of the packages: node render.mjs mdx, or asciidoctor.
import { readFileSync } from 'node:fs';

const text = readFileSync(0, 'utf8');
const tools = {
  async mdx() {
    const { evaluate } = await import('@mdx-js/mdx');
    const runtime = await import('react/jsx-runtime');
    const { createElement } = await import('react');
    const { renderToStaticMarkup } = await import('react-dom/server');
    return renderToStaticMarkup(createElement((await evaluate(text, runtime)).default));
  },
  async asciidoctor() {
    const { default: asciidoctor } = await import('@asciidoctor/core');
    return asciidoctor().convert(text);
  },
};
process.stdout.write(await tools[process.argv[2]]());
