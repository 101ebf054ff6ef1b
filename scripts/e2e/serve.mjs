import http from 'node:http';

/** A server on a free port that answers each request with the JSON that `handle` makes of the request and its body. */
export async function serve(handle) {
	const server = http.createServer((request, response) => {
		let text = '';
		request.on('data', (part) => (text += part));
		request.on('end', () => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(handle(request, text === '' ? {} : JSON.parse(text))));
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${server.address().port}`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
