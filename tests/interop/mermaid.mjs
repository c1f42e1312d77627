// SPDX-License-Identifier: GPL-3.0-or-later
// Has Mermaid's own parser read each file. Arguments: the folder of node modules, then the files.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + '/'));
const { JSDOM } = require('jsdom');
const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import(pathToFileURL(modules + '/mermaid/dist/mermaid.core.mjs'));
let refused = 0;
for (const file of files) {
    try {
        const { diagramType } = await mermaid.parse(readFileSync(file, 'utf8'));
        console.log(`ok ${file} ${diagramType}`);
    } catch (error) {
        refused += 1;
        console.log(`REFUSED ${file} ${String(error.message).slice(0, 600)}`);
    }
}
process.exit(refused ? 1 : 0);
