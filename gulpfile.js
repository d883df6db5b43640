const { rm } = require('node:fs/promises');
const { src, dest, parallel } = require('gulp');

/** The compiler leaves out what is not TypeScript: icons and codex files travel here. */
const copy = (files) => src(files, { base: '.', encoding: false }).pipe(dest('dist'));

const icons = () => copy('nodes/**/*.svg');
const codex = () => copy('nodes/**/*.node.json');

/** A file that was renamed in the source must not live on in the package. */
exports.clean = () => rm('dist', { recursive: true, force: true });
exports.build = parallel(icons, codex);
