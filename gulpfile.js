const { dest, parallel, src } = require('gulp');

/** What n8n needs beside the compiled code; tsc copies none of it. */
const icons = () => src('icons/**/*.svg').pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

exports.default = parallel(icons, codex);
