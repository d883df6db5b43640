const { src, dest, parallel } = require('gulp');

/** The compiler leaves out what is not TypeScript: icons and codex files travel here. */
const copy = (files) => src(files, { base: '.', encoding: false }).pipe(dest('dist'));

const icons = () => copy('nodes/**/*.svg');
const codex = () => copy('nodes/**/*.node.json');

exports.build = parallel(icons, codex);
