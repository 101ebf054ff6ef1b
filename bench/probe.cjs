// Preloaded into n8n: tells which files of the package are loaded, and takes a CPU profile on request.
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const folder = process.env.BENCH_PROBE;
// n8n starts further processes, which inherit the preload.
if (folder && process.argv[2] === 'start') {
	// Listing the cache takes milliseconds, so it is done only where nothing is timed.
	const part = path.join('node_modules', 'n8n-nodes-customer-engagement') + path.sep;
	let written = '';
	const list = () => {
		const text = JSON.stringify(Object.keys(require.cache).filter((file) => file.includes(part)));
		if (text !== written) writeFileSync(path.join(folder, 'loaded.json'), (written = text));
	};
	if (process.env.BENCH_LIST) setInterval(list, 200).unref();

	let session;
	process.on('SIGUSR2', () => {
		const { Session } = require('node:inspector');
		if (session === undefined) {
			session = new Session();
			session.connect();
			session.post('Profiler.enable', () =>
				session.post('Profiler.setSamplingInterval', { interval: 500 }, () =>
					session.post('Profiler.start'),
				),
			);
			return;
		}
		const running = session;
		session = undefined;
		running.post('Profiler.stop', (error, result) => {
			if (!error) writeFileSync(path.join(folder, 'profile.json'), JSON.stringify(result.profile));
			running.disconnect();
		});
	});
}
