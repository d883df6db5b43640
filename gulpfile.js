const { src, dest, parallel } = require('gulp');

/** The compiler leaves out what is not TypeScript: icons and codex files travel here. */
const icons = () => src('{nodes,credentials}/**/*.svg', { encoding: false }).pipe(dest('dist'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist'));

exports.build = parallel(icons, codex);
